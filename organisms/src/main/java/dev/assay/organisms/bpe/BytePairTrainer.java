package dev.assay.organisms.bpe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/// Learns merges from texts: again and again the most frequent pair of neighbours becomes one symbol; of
/// equally frequent pairs the first in the order of characters. The same texts give the same merges
/// everywhere.
public final class BytePairTrainer {
    private final int merges;
    private final long atLeast;

    /// @param merges most merges to learn
    /// @param atLeast a pair that occurs less often is not merged
    public BytePairTrainer(int merges, long atLeast) {
        if (merges < 0 || atLeast < 1) {
            throw new IllegalArgumentException(
                    "Cannot learn " + merges + " merges of pairs seen " + atLeast + " times.");
        }
        this.merges = merges;
        this.atLeast = atLeast;
    }

    /// Two neighbours that become one symbol.
    public record Merge(String left, String right) implements Comparable<Merge> {
        @Override
        public int compareTo(Merge other) {
            return Comparator.comparing(Merge::left).thenComparing(Merge::right).compare(this, other);
        }
    }

    /// The merges of these texts, the most frequent first. A NUL in a text keeps what is left of it and
    /// what is right of it from being merged.
    public List<Merge> learn(Iterable<String> texts) {
        Map<String, Long> pieces = new TreeMap<>();
        for (String text : texts) {
            Matcher matcher = ByteAlphabet.pieces(text);
            while (matcher.find()) {
                if (matcher.group().indexOf('\0') < 0) {
                    pieces.merge(ByteAlphabet.shown(matcher.group()), 1L, Long::sum);
                }
            }
        }
        List<List<String>> words = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        pieces.forEach((piece, count) -> {
            words.add(new ArrayList<>(List.of(piece.split(""))));
            counts.add(count);
        });
        List<Merge> learned = new ArrayList<>();
        while (learned.size() < merges) {
            Merge best = mostFrequent(words, counts);
            if (best == null) {
                break;
            }
            learned.add(best);
            words.forEach(word -> apply(best, word));
        }
        return List.copyOf(learned);
    }

    private @org.jspecify.annotations.Nullable Merge mostFrequent(List<List<String>> words, List<Long> counts) {
        Map<Merge, Long> pairs = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> word = words.get(i);
            for (int j = 0; j + 1 < word.size(); j++) {
                pairs.merge(new Merge(word.get(j), word.get(j + 1)), counts.get(i), Long::sum);
            }
        }
        return pairs.entrySet().stream()
                .filter(pair -> pair.getValue() >= atLeast)
                .min(Map.Entry.<Merge, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static void apply(Merge merge, List<String> word) {
        for (int j = 0; j + 1 < word.size(); j++) {
            if (word.get(j).equals(merge.left()) && word.get(j + 1).equals(merge.right())) {
                word.set(j, merge.left() + merge.right());
                word.remove(j + 1);
            }
        }
    }
}
