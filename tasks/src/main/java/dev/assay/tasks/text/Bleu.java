package dev.assay.tasks.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// BLEU of one sentence, in [0, 1]: the geometric mean of the precisions of 1- to 4-grams times the
/// brevity penalty, as sacrebleu's `sentence_bleu` (tokenizer 13a, case kept, exponential smoothing,
/// effective order).
///
/// Sources: Papineni and others 2002; Post 2018; smoothing is method 3 of Chen and Cherry 2014.
final class Bleu {

    private static final int ORDER = 4;
    private static final Pattern SYMBOLS = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POINT_AFTER_WORD = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_WORD = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private Bleu() {}

    static double score(String text, List<String> references) {
        List<String> words = tokens(text);
        List<List<String>> golds = references.stream().map(Bleu::tokens).toList();
        int closest = golds.getFirst().size();
        for (List<String> gold : golds) {
            int difference = Math.abs(gold.size() - words.size());
            int least = Math.abs(closest - words.size());
            if (difference < least || difference == least && gold.size() < closest) {
                closest = gold.size();
            }
        }
        double logs = 0;
        int orders = 0;
        double smooth = 1;
        boolean any = false;
        for (int n = 1; n <= ORDER; n++) {
            int total = Math.max(0, words.size() - n + 1);
            if (total == 0) {
                break;
            }
            int matches = matches(words, golds, n);
            orders = n;
            any |= matches > 0;
            if (matches == 0) {
                smooth *= 2;
                logs += Math.log(1 / (smooth * total));
            } else {
                logs += Math.log((double) matches / total);
            }
        }
        if (!any) {
            return 0;
        }
        double brevity = words.size() < closest ? Math.exp(1 - (double) closest / words.size()) : 1;
        return brevity * Math.exp(logs / orders);
    }

    private static int matches(List<String> words, List<List<String>> golds, int n) {
        Map<List<String>, Integer> most = new HashMap<>();
        for (List<String> gold : golds) {
            grams(gold, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
        }
        int matches = 0;
        for (Map.Entry<List<String>, Integer> gram : grams(words, n).entrySet()) {
            matches += Math.min(gram.getValue(), most.getOrDefault(gram.getKey(), 0));
        }
        return matches;
    }

    private static Map<List<String>, Integer> grams(List<String> words, int n) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= words.size(); i++) {
            grams.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return grams;
    }

    /// mteval-v13a's tokens.
    static List<String> tokens(String text) {
        String line = text.strip()
                .replace("<skipped>", "")
                .replace("-\n", "")
                .replace("\n", " ")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        line = " " + line + " ";
        line = SYMBOLS.matcher(line).replaceAll(" $1 ");
        line = POINT_AFTER_WORD.matcher(line).replaceAll("$1 $2 ");
        line = POINT_BEFORE_WORD.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        List<String> tokens = new ArrayList<>();
        for (String token : line.split("\\s+")) {
            if (!token.isEmpty()) {
                tokens.add(token);
            }
        }
        return tokens;
    }
}
