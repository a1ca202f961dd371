package dev.assay.tasks.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// ROUGE F-scores of one text, in [0, 1], as the package rouge-score without stemming: words are runs of
/// a-z and 0-9 in lower case. Source: Lin 2004.
final class Rouge {

    private static final int MOST_WORDS = 10_000;

    private Rouge() {}

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
            if (!word.isEmpty() && words.size() < MOST_WORDS) {
                words.add(word);
            }
        }
        return words;
    }

    /// ROUGE-n: the F-score of the bags of n-grams.
    static double n(String text, String reference, int n) {
        Map<List<String>, Integer> found = grams(words(text), n);
        Map<List<String>, Integer> gold = grams(words(reference), n);
        int matches = 0;
        for (Map.Entry<List<String>, Integer> gram : found.entrySet()) {
            matches += Math.min(gram.getValue(), gold.getOrDefault(gram.getKey(), 0));
        }
        return f(matches, total(found), total(gold));
    }

    /// ROUGE-L: the F-score of the longest common subsequence.
    static double l(String text, String reference) {
        List<String> found = words(text);
        List<String> gold = words(reference);
        int[] before = new int[gold.size() + 1];
        for (String word : found) {
            int[] now = new int[gold.size() + 1];
            for (int j = 1; j <= gold.size(); j++) {
                now[j] = word.equals(gold.get(j - 1)) ? before[j - 1] + 1 : Math.max(before[j], now[j - 1]);
            }
            before = now;
        }
        return f(before[gold.size()], found.size(), gold.size());
    }

    private static double f(int matches, int found, int gold) {
        return matches == 0 ? 0 : 2.0 * matches / (found + gold);
    }

    private static int total(Map<List<String>, Integer> grams) {
        return grams.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<List<String>, Integer> grams(List<String> words, int n) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= words.size(); i++) {
            grams.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return grams;
    }
}
