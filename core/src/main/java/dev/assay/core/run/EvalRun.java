package dev.assay.core.run;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.Status;
import dev.assay.core.task.Task;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One run: a virtual thread a sample, as many at once as the control allows. A sample gives up its place when it is
/// scored, so that the model is asked while the journal writes; but no more may wait for the journal than may run.
/// What a kill loses, and a resumed run asks again, is therefore less than twice what was allowed at once.
final class EvalRun {

    private final Task task;
    private final Model model;
    private final EvalJournal journal;
    private final EvalOptions options;
    private final RunControl control;
    private final EvalHeader header;
    private final Instant started;
    private final AtomicInteger errorsInARow = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Set<Thread> working = new HashSet<>();
    private final Supply supply;
    private int active;
    private int unwritten;
    private boolean exhausted;
    private boolean leftOut;
    private volatile boolean stopped;
    private Optional<EvalError> fatal = Optional.empty();

    EvalRun(Task task, Model model, EvalJournal journal, EvalOptions options, EvalHeader header, Instant started) {
        this.task = task;
        this.model = model;
        this.journal = journal;
        this.options = options;
        this.header = header;
        this.started = started;
        this.control = options.control().get();
        int epochs = task.epochs().count();
        this.supply = new Supply(
                task.dataset(), epochs, Finished.in(journal, epochs, options.retryErrored(), options.onEarlier()));
    }

    EvalLog run() {
        boolean interrupted = false;
        control.attach(this::fillLocked);
        lock.lock();
        try {
            fill();
            while (!isOver()) {
                try {
                    idle.await();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                    stop();
                }
            }
        } finally {
            lock.unlock();
            supply.close();
        }
        EvalLog log = log();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return log;
    }

    private boolean isOver() {
        return active == 0 && unwritten == 0 && (exhausted || stopped || control.isStopping());
    }

    private void fillLocked() {
        lock.lock();
        try {
            fill();
        } finally {
            lock.unlock();
        }
    }

    /// Starts as many samples as there is room for, among those that run and those that are not yet durable. The lock
    /// is held.
    private void fill() {
        int most = control.maxConcurrency();
        while (!exhausted && !stopped && !control.isStopping() && active < most && unwritten < most) {
            Optional<Work> next;
            try {
                next = supply.next();
            } catch (Throwable failure) {
                fail(failure);
                break;
            }
            if (next.isEmpty()) {
                exhausted = true;
                break;
            }
            Work work = next.get();
            Thread thread = Thread.ofVirtual().unstarted(() -> work(work));
            working.add(thread);
            active++;
            thread.start();
        }
        control.active(active);
        if (isOver()) {
            idle.signalAll();
        }
    }

    private void work(Work work) {
        Optional<EvalSample> ended = Optional.empty();
        try {
            ended = one(work);
        } catch (RunStoppedException stop) {
            control.stop();
        } catch (Throwable failure) {
            failLocked(failure);
        }
        lock.lock();
        try {
            working.remove(Thread.currentThread());
            active--;
            leftOut |= ended.isEmpty();
            unwritten += ended.isPresent() ? 1 : 0;
            fill();
        } finally {
            lock.unlock();
        }
        if (ended.isPresent()) {
            write(work.key(), ended.get());
        }
    }

    /// A sample from start to end; empty if the run stopped under it or with it.
    private Optional<EvalSample> one(Work work) {
        if (stopped) {
            return Optional.empty();
        }
        SampleRun.Ended ended = new SampleRun(task, model, work).run(earlierErrors(work.key()));
        if (ended.isFatal()) {
            failLocked(ended.failure().orElseThrow());
            return Optional.empty();
        }
        if (ended.failure().isEmpty()) {
            errorsInARow.setPlain(0);
            return Optional.of(ended.sample());
        }
        if (stopped) {
            return Optional.empty();
        }
        if (isOfTheSample(ended.failure().get())) {
            return Optional.of(ended.sample());
        }
        int most = options.maxErrorsInARow().orElse(Integer.MAX_VALUE);
        int inARow = errorsInARow.incrementAndGet();
        if (inARow == most) {
            String last = SampleRun.error(ended.failure().get()).message();
            failLocked(new IllegalStateException(
                    most + " samples one after another ended with an error, the last with: " + last));
        } else if (inARow > most) {
            return Optional.empty(); // The run is ending; what is not answered is left to the next.
        }
        return Optional.of(ended.sample());
    }

    /// Whether it tells of this sample alone: a refused or too long prompt says nothing of the next one.
    private static boolean isOfTheSample(Throwable failure) {
        return failure instanceof ModelException refused
                && (refused.kind() == ModelException.Kind.BAD_REQUEST
                        || refused.kind() == ModelException.Kind.CONTEXT_LENGTH);
    }

    private List<EvalError> earlierErrors(SampleKey key) {
        if (key.attempt() == 1) {
            return List.of();
        }
        return journal.find(new SampleKey(key.position(), key.epoch(), key.attempt() - 1)).stream()
                .flatMap(before ->
                        java.util.stream.Stream.concat(before.errorRetries().stream(), before.error().stream()))
                .toList();
    }

    private void write(SampleKey key, EvalSample sample) {
        try {
            journal.append(key, sample);
            options.onSample().accept(sample);
        } catch (Throwable failure) {
            failLocked(failure);
        } finally {
            lock.lock();
            try {
                unwritten--;
                fill();
            } finally {
                lock.unlock();
            }
        }
    }

    private void failLocked(Throwable failure) {
        lock.lock();
        try {
            fail(failure);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable failure) {
        if (fatal.isEmpty()) {
            fatal = Optional.of(SampleRun.error(failure));
            options.onFailure().accept(failure);
        }
        stop();
    }

    private void stop() {
        stopped = true;
        for (Thread thread : working) {
            if (!thread.equals(Thread.currentThread())) {
                thread.interrupt();
            }
        }
    }

    private EvalLog log() {
        EvalFigures figures =
                EvalFigures.of(journal, task.scorerNames(), task.metrics(), task.epochs(), task.dataset());
        Optional<EvalError> error = fatal.or(() -> figures.problem().map(problem -> new EvalError(problem, "")));
        boolean whole = exhausted && !leftOut;
        return new EvalLog(
                EvalLog.LOG_SCHEMA_VERSION,
                error.isPresent() ? Status.ERROR : whole ? Status.SUCCESS : Status.CANCELLED,
                header.eval(),
                header.plan(),
                figures.results(),
                new EvalLog.EvalStats(started, Instant.now(), Map.of(model.name(), figures.usage())),
                error,
                List.of());
    }
}
