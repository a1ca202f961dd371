package dev.assay.app.eval;

import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ModelException;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// One pass over the answers of a run that are to be graded again, several at once. A sample that
/// cannot be graded is counted and keeps the grades that it had.
final class GradingPass {

    private final EvalJournal journal;
    private final List<Scorer> scorers;
    private final boolean append;
    private final int concurrency;
    private final BooleanSupplier cancelled;
    private long open;
    private final AtomicLong graded = new AtomicLong();
    private final AtomicLong ungraded = new AtomicLong();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");
    private final AtomicReference<Optional<Throwable>> broken = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean fatal = new AtomicBoolean();

    /// @param append whether the grades before stay beside the new ones
    /// @param concurrency samples graded at once, at least 1
    /// @param cancelled whether no further sample is to be begun
    GradingPass(EvalJournal journal, List<Scorer> scorers, boolean append, int concurrency, BooleanSupplier cancelled) {
        this.journal = journal;
        this.scorers = List.copyOf(scorers);
        this.append = append;
        this.concurrency = concurrency;
        this.cancelled = cancelled;
    }

    /// Grades what `grading` has not graded yet, until a grader refuses for good or the journal fails.
    void run(OpenGrading grading) {
        List<SampleKey> keys = new ArrayList<>();
        journal.forEachRow(row -> {
            if (!row.errored() && !grading.isGraded(row)) {
                keys.add(row.key());
            }
        });
        open = keys.size();
        Semaphore slots = new Semaphore(concurrency);
        for (SampleKey key : keys) {
            slots.acquireUninterruptibly();
            if (cancelled.getAsBoolean() || fatal.get() || broken.get().isPresent()) {
                slots.release();
                break;
            }
            Thread.ofVirtual().start(() -> {
                try {
                    grade(key);
                } catch (Throwable failure) {
                    broken.compareAndSet(Optional.empty(), Optional.of(failure));
                } finally {
                    slots.release();
                }
            });
        }
        slots.acquireUninterruptibly(concurrency);
    }

    private void grade(SampleKey key) {
        EvalSample sample = journal.find(key).orElseThrow();
        TaskState state = new TaskState(
                new Sample(sample.id(), sample.input(), sample.target(), sample.choices(), sample.metadata()),
                sample.messages(),
                sample.output(),
                sample.modelUsage());
        Map<String, Score> grades = new LinkedHashMap<>(append ? sample.scores() : Map.of());
        try {
            for (Scorer scorer : scorers) {
                grades.put(scorer.name(), scorer.score(state, sample.target()));
            }
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError failure) {
            if (failure instanceof ModelException refusal && refusal.kind().isFatal()) {
                fatal.set(true);
            }
            ungraded.incrementAndGet();
            firstFailure.compareAndSet(
                    "",
                    "sample '" + Printable.line(sample.id(), 100) + "' could not be graded: "
                            + Printable.line(EvalText.reason(failure), 500));
            return;
        }
        journal.rescore(key, grades);
        graded.incrementAndGet();
    }

    /// What the journal failed with, or the machine, if it did.
    ///
    /// @throws IllegalStateException if a sample that was to be graded was neither graded nor counted
    void requireWhole() {
        switch (broken.get().orElse(null)) {
            case null -> {}
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable failure -> throw new IllegalStateException(failure);
        }
        if (!cancelled.getAsBoolean() && !fatal.get() && graded() + ungraded() != open) {
            throw new IllegalStateException(
                    "Of " + open + " samples " + graded() + " were graded and " + ungraded() + " could not be.");
        }
    }

    long graded() {
        return graded.get();
    }

    long ungraded() {
        return ungraded.get();
    }

    /// Whether a grader refused for good.
    boolean isFatal() {
        return fatal.get();
    }

    /// Of the first sample that could not be graded, in one sentence, escaped; empty where there is none.
    String firstFailure() {
        return firstFailure.get();
    }
}
