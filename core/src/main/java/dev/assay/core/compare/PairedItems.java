package dev.assay.core.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The samples of two runs under one scorer, an item for each id, its epochs taken together.
final class PairedItems {

    private final List<Item> items = new ArrayList<>();
    private int paired;
    private int erroredInBaseline;
    private int erroredInCandidate;
    private int excluded;
    private int unmatched;
    private int changed;

    /// One id in both runs.
    ///
    /// @param baseline what the baseline's epochs came to
    /// @param candidate what the candidate's came to
    record Item(String id, String cluster, Side baseline, Side candidate) {

        boolean isScored() {
            return baseline.scored > 0 && candidate.scored > 0;
        }

        /// Candidate minus baseline over the scored epochs.
        double difference() {
            return candidate.mean() - baseline.mean();
        }

        /// The difference if every errored epoch had come out as badly for the candidate as it can.
        double worst() {
            return candidate.withErrorsAs(0) - baseline.withErrorsAs(1);
        }

        /// The difference if it had come out as well for the candidate as it can.
        double best() {
            return candidate.withErrorsAs(1) - baseline.withErrorsAs(0);
        }
    }

    /// One run's epochs of an item.
    ///
    /// @param sum of the scored epochs' scores
    /// @param least of those scores; 0 where there is none
    /// @param most of those scores; 0 where there is none
    /// @param binary whether it is one epoch with a score of 0 or 1, or one that errored
    record Side(double sum, double least, double most, int scored, int errored, boolean binary) {
        double mean() {
            return sum / scored;
        }

        double withErrorsAs(double value) {
            return (sum + value * errored) / (scored + errored);
        }

        boolean isEmpty() {
            return scored + errored == 0;
        }
    }

    static PairedItems of(ScoredRun baseline, ScoredRun candidate, String scorer, boolean commonOnly) {
        Map<String, List<ScoredSample>> before = byId(baseline);
        Map<String, List<ScoredSample>> after = byId(candidate);
        PairedItems pairs = new PairedItems();
        before.forEach((id, samples) -> {
            List<ScoredSample> others = after.remove(id);
            if (others != null) {
                pairs.add(id, samples, others, scorer);
                return;
            }
            pairs.unmatched++;
            if (!commonOnly) {
                pairs.addLacking(id, samples, scorer);
            }
        });
        pairs.unmatched += after.size();
        return pairs;
    }

    /// A sample that the baseline has and the candidate did not score: it stands as errored there.
    private void addLacking(String id, List<ScoredSample> before, String scorer) {
        Side baseline = side(before, scorer);
        if (!baseline.isEmpty()) {
            items.add(new Item(id, before.getFirst().cluster(), baseline, new Side(0, 0, 0, 0, 1, true)));
        }
    }

    private void add(String id, List<ScoredSample> before, List<ScoredSample> after, String scorer) {
        String asked = before.getFirst().question();
        String askedNow = after.getFirst().question();
        if (!asked.isEmpty() && !askedNow.isEmpty() && !asked.equals(askedNow)) {
            unmatched++;
            changed++;
            addLacking(id, before, scorer);
            return;
        }
        Side baseline = side(before, scorer);
        Side candidate = side(after, scorer);
        if (baseline.isEmpty() || candidate.isEmpty()) {
            excluded++;
            addLacking(id, before, scorer);
            return;
        }
        Item item = new Item(id, before.getFirst().cluster(), baseline, candidate);
        items.add(item);
        if (item.isScored()) {
            paired++;
        } else if (candidate.scored == 0) {
            erroredInCandidate++;
        } else {
            erroredInBaseline++;
        }
    }

    private static Side side(List<ScoredSample> samples, String scorer) {
        double sum = 0;
        int scored = 0;
        int errored = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (ScoredSample sample : samples) {
            Double value = sample.scores().get(scorer);
            if (sample.errored()) {
                errored++;
            } else if (value != null && !value.isNaN()) {
                sum += value;
                scored++;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        boolean binary = scored + errored == 1 && (scored == 0 || sum == 0 || sum == 1);
        return new Side(sum, scored > 0 ? least : 0, scored > 0 ? most : 0, scored, errored, binary);
    }

    private static Map<String, List<ScoredSample>> byId(ScoredRun run) {
        Map<String, List<ScoredSample>> byId = new LinkedHashMap<>();
        for (ScoredSample sample : run.samples()) {
            byId.computeIfAbsent(sample.id(), _ -> new ArrayList<>(1)).add(sample);
        }
        return byId;
    }

    /// All items that the baseline scored or erred at; what the candidate lacks stands as errored there.
    List<Item> all() {
        return items;
    }

    List<Item> scored() {
        return items.stream().filter(Item::isScored).toList();
    }

    Pairing counts() {
        return new Pairing(paired, erroredInBaseline, erroredInCandidate, excluded, unmatched, changed);
    }

    /// Numbers the items' clusters from 0.
    static int[] clusters(List<Item> items) {
        Map<String, Integer> numbers = new HashMap<>();
        return items.stream()
                .mapToInt(item -> numbers.computeIfAbsent(item.cluster(), _ -> numbers.size()))
                .toArray();
    }
}
