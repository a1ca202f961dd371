package dev.assay.tasks.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// chrF2 of one sentence, in [0, 1]: the F-score, recall counting four times, of 1- to 6-grams of
/// characters without white space, averaged over the orders that both texts have; the best reference
/// counts. As sacrebleu's `sentence_chrf`. Source: Popovic 2015.
final class Chrf {

    private static final int ORDER = 6;
    private static final double BETA_SQUARED = 4;

    private Chrf() {}

    static double score(String text, List<String> references) {
        return references.stream()
                .mapToDouble(reference -> one(bare(text), bare(reference)))
                .max()
                .orElse(0);
    }

    private static int[] bare(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .toArray();
    }

    private static double one(int[] text, int[] reference) {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int n = 1; n <= ORDER; n++) {
            Map<String, Integer> found = grams(text, n);
            Map<String, Integer> gold = grams(reference, n);
            int foundTotal = Math.max(0, text.length - n + 1);
            int goldTotal = Math.max(0, reference.length - n + 1);
            if (foundTotal == 0 || goldTotal == 0) {
                continue;
            }
            int matches = 0;
            for (Map.Entry<String, Integer> gram : found.entrySet()) {
                matches += Math.min(gram.getValue(), gold.getOrDefault(gram.getKey(), 0));
            }
            precision += (double) matches / foundTotal;
            recall += (double) matches / goldTotal;
            orders++;
        }
        if (orders == 0 || precision + recall == 0) {
            return 0;
        }
        double p = precision / orders;
        double r = recall / orders;
        return (1 + BETA_SQUARED) * p * r / (BETA_SQUARED * p + r);
    }

    private static Map<String, Integer> grams(int[] characters, int n) {
        Map<String, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= characters.length; i++) {
            grams.merge(new String(characters, i, n), 1, Integer::sum);
        }
        return grams;
    }
}
