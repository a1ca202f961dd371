package dev.assay.app.eval;

import dev.assay.app.terminal.ProgressText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A run at one moment, as its line shows it.
///
/// @param finished samples that ended
/// @param total samples times epochs
/// @param scored of the finished
/// @param excluded of the finished
/// @param errored of the finished
/// @param mean mean score so far; NaN where there is none
/// @param active samples under way
/// @param inUse calls under way
/// @param concurrency samples that may be under way
/// @param retries calls made again
/// @param perSecond samples a second over the last seconds; 0 before the first
/// @param tokens tokens used
record EvalProgress(
        long finished,
        long total,
        long scored,
        long excluded,
        long errored,
        double mean,
        int active,
        int inUse,
        int concurrency,
        long retries,
        double perSecond,
        long tokens) {

    /// The line, of at most `columns` characters.
    String line(int columns) {
        String line = String.join("   ", parts());
        return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 1)) + "…";
    }

    /// The line where lines are appended.
    String plain() {
        return String.join(", ", parts());
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        parts.add(ProgressText.grouped(finished) + " of " + ProgressText.grouped(total));
        parts.add("mean score " + (Double.isNaN(mean) ? "-" : EvalText.share(mean)));
        // A local model has no connections; then the samples under way are told.
        parts.add(ProgressText.grouped(inUse > 0 ? inUse : active) + (inUse > 0 ? " calls open" : " in flight"));
        parts.add(ProgressText.grouped(retries) + (retries == 1 ? " retry" : " retries"));
        if (errored > 0) {
            parts.add(ProgressText.grouped(errored) + " errored");
        }
        if (excluded > 0) {
            parts.add(ProgressText.grouped(excluded) + " excluded");
        }
        if (perSecond > 0) {
            parts.add(String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond));
            long left = (long) Math.ceil((total - finished) / perSecond);
            if (left > 0) {
                parts.add(ProgressText.duration(left) + " left");
            }
        }
        return parts;
    }
}
