package dev.assay.app.eval;

import dev.assay.core.journal.EvalRow;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Counts of a run while it goes on. Written by many threads, read by the display.
final class EvalTally {

    private final String headline;
    private final LongAdder graded = new LongAdder();
    private final LongAdder scored = new LongAdder();
    private final LongAdder excluded = new LongAdder();
    private final LongAdder errored = new LongAdder();
    private final LongAdder fresh = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    /// @param headline name of the scorer whose mean is shown
    EvalTally(String headline) {
        this.headline = headline;
    }

    /// A sample ended now.
    void add(EvalSample sample) {
        fresh.increment();
        tokens.add(sample.modelUsage().totalTokens());
        if (sample.error().isPresent()) {
            errored.increment();
            return;
        }
        boolean any = false;
        for (Score score : sample.scores().values()) {
            any |= score.isScored();
        }
        (any ? scored : excluded).increment();
        Score first = sample.scores().get(headline);
        if (first != null && first.isScored()) {
            graded.increment();
            sum.add(first.value());
        }
    }

    /// A sample was there already.
    void addEarlier(EvalRow row) {
        tokens.add(row.usage().totalTokens());
        if (row.errored()) {
            errored.increment();
            return;
        }
        boolean any = false;
        for (double value : row.scores().values()) {
            any |= !Double.isNaN(value);
        }
        (any ? scored : excluded).increment();
        Double first = row.scores().get(headline);
        if (first != null && !first.isNaN()) {
            graded.increment();
            sum.add(first);
        }
    }

    long scored() {
        return scored.sum();
    }

    long excluded() {
        return excluded.sum();
    }

    long errored() {
        return errored.sum();
    }

    /// All samples that ended, in this and in earlier sessions of the run.
    long finished() {
        return scored() + excluded() + errored();
    }

    /// Samples that ended in this session.
    long fresh() {
        return fresh.sum();
    }

    long tokens() {
        return tokens.sum();
    }

    /// Mean of the headline's scores; NaN where there is none.
    double mean() {
        long count = graded.sum();
        return count == 0 ? Double.NaN : sum.sum() / count;
    }
}
