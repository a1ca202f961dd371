package dev.assay.core.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// F1 of the words of two texts after SQuAD's normalisation: lower case, no punctuation, no articles,
/// single spaces. Source: Rajpurkar and others 2016, the evaluation script of SQuAD 1.1.
final class TokenOverlap {

    private TokenOverlap() {}

    /// ASCII punctuation only, as the script has it.
    static List<String> words(String text) {
        StringBuilder kept = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if ("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".indexOf(c) < 0) {
                kept.append(c);
            }
        }
        List<String> words = new ArrayList<>();
        for (String word : kept.toString().replaceAll("\\b(a|an|the)\\b", " ").split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /// 2PR/(P+R) over the bags of words; 1 if both have none, 0 if one has none.
    static double f1(String text, String wanted) {
        List<String> found = words(text);
        List<String> gold = words(wanted);
        if (found.isEmpty() || gold.isEmpty()) {
            return found.equals(gold) ? 1 : 0;
        }
        Map<String, Integer> left = new HashMap<>();
        gold.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : found) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return 2.0 * common / (found.size() + gold.size());
    }
}
