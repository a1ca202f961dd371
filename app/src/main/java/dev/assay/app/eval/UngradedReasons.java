package dev.assay.app.eval;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.EvalSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why samples of a run have no grade, the most frequent reason first.
///
/// @param reasons with how many samples each holds of
/// @param read how many samples without a grade were read for it
/// @param all how many there are
record UngradedReasons(List<Reason> reasons, long read, long all) {

    static final UngradedReasons NONE = new UngradedReasons(List.of(), 0, 0);

    /// More samples are not read: one in ten thousand tells the rest.
    private static final int MOST_READ = 10_000;

    private static final int LONGEST = 1_000;

    UngradedReasons {
        reasons = List.copyOf(reasons);
    }

    /// One reason.
    ///
    /// @param errored whether the samples ended with an error, rather than without a grade
    /// @param scorer whose grade is missing; empty for an error
    /// @param text the reason as it was told of the first of them; hostile
    /// @param samples how many
    record Reason(boolean errored, String scorer, String text, long samples) {}

    /// Of a run, which is read once more only if it holds such samples.
    ///
    /// @param results counts of the run
    /// @param scorers names of those whose grades are looked at
    static UngradedReasons of(EvalJournal journal, EvalResults results, List<String> scorers) {
        boolean any = results.scored() < results.finishedSamples()
                || results.scores().stream().anyMatch(score -> score.unscoredSamples() > 0);
        return any ? read(journal, scorers) : NONE;
    }

    private static UngradedReasons read(EvalJournal journal, List<String> scorers) {
        List<SampleKey> open = new ArrayList<>();
        long[] all = new long[1];
        try {
            journal.forEachRow(row -> {
                if (isOpen(row, scorers)) {
                    all[0]++;
                    if (open.size() < MOST_READ) {
                        open.add(row.key());
                    }
                }
            });
            Map<String, Reason> found = new LinkedHashMap<>();
            for (SampleKey key : open) {
                journal.find(key).ifPresent(sample -> count(found, sample, scorers));
            }
            List<Reason> sorted = found.values().stream()
                    .sorted(Comparator.comparingLong(Reason::samples).reversed())
                    .toList();
            return new UngradedReasons(sorted, open.size(), all[0]);
        } catch (JournalException unreadable) {
            return NONE; // the run has told of it
        }
    }

    private static boolean isOpen(EvalRow row, List<String> scorers) {
        if (row.errored()) {
            return true;
        }
        for (String scorer : scorers) {
            Double value = row.scores().get(scorer);
            if (value == null || value.isNaN()) {
                return true;
            }
        }
        return false;
    }

    private static void count(Map<String, Reason> found, EvalSample sample, List<String> scorers) {
        if (sample.error().isPresent()) {
            count(found, true, "", sample.error().get().message());
            return;
        }
        for (String scorer : scorers) {
            var score = Optional.ofNullable(sample.scores().get(scorer));
            if (score.isEmpty() || !score.get().isScored()) {
                String told = score.map(grade -> grade.explanation()).orElse("");
                count(found, false, scorer, told.isBlank() ? "The scorer gave no grade and no reason." : told);
            }
        }
    }

    /// Reasons that differ in their numbers alone are one.
    private static void count(Map<String, Reason> found, boolean errored, String scorer, String told) {
        String text = told.length() > LONGEST ? told.substring(0, LONGEST) : told;
        String key = errored + "\n" + scorer + "\n" + text.replaceAll("[0-9]+", "#");
        found.merge(
                key,
                new Reason(errored, scorer, text, 1),
                (before, _) -> new Reason(errored, scorer, before.text(), before.samples() + 1));
    }
}
