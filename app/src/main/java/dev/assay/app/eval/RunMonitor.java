package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.core.run.RunControl;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks after a run once a second, beside its samples: measures its rate, writes its status, reads its orders.
final class RunMonitor implements AutoCloseable {

    private static final long TICK_MILLISECONDS = 1_000;
    private static final int RATE_SECONDS = 10;

    private final RunFolder folder;
    private final String task;
    private final String model;
    private final long total;
    private final EvalTally tally;
    private final RunControl control;
    private final EvalCalls calls;
    private final Consumer<RunOrder> onOrder;
    private final Deque<Moment> moments = new ArrayDeque<>();
    private final Instant processStarted;
    private final Thread thread;
    private volatile boolean closed;

    /// How many samples had ended when.
    private record Moment(long nanos, long fresh) {}

    RunMonitor(
            RunFolder folder,
            String task,
            String model,
            long total,
            EvalTally tally,
            RunControl control,
            EvalCalls calls,
            Consumer<RunOrder> onOrder) {
        this.folder = folder;
        this.task = task;
        this.model = model;
        this.total = total;
        this.tally = tally;
        this.control = control;
        this.calls = calls;
        this.onOrder = onOrder;
        this.processStarted = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
        this.thread = Thread.ofPlatform().daemon().name("run-monitor").unstarted(this::watch);
    }

    void start() {
        try {
            // An order that lies there already was for a session that has ended.
            RunOrder.take(folder);
        } catch (IOException e) {
            return; // as in watch()
        }
        thread.start();
    }

    private void watch() {
        try {
            while (!closed) {
                write(Optional.empty());
                Thread.sleep(TICK_MILLISECONDS);
                RunOrder.take(folder).forEach(onOrder);
            }
        } catch (InterruptedException e) {
            return; // closed
        } catch (IOException e) {
            // A folder that takes no more files: the run goes on without status and orders, and its journal says
            // what is wrong if that is full too.
            return;
        }
    }

    /// The run at this moment.
    synchronized EvalProgress progress() {
        long now = System.nanoTime();
        long fresh = tally.fresh();
        Moment last = moments.peekLast();
        if (last == null || now - last.nanos() > 500_000_000L) {
            moments.add(new Moment(now, fresh));
        }
        while (moments.size() > 2 && now - moments.getFirst().nanos() > RATE_SECONDS * 1_000_000_000L) {
            moments.removeFirst();
        }
        Moment first = moments.getFirst();
        double seconds = (now - first.nanos()) / 1e9;
        return new EvalProgress(
                tally.finished(),
                total,
                tally.scored(),
                tally.excluded(),
                tally.errored(),
                tally.mean(),
                control.active(),
                calls.inUse(),
                control.maxConcurrency(),
                calls.retries(),
                seconds > 0.2 ? (fresh - first.fresh()) / seconds : 0,
                tally.tokens());
    }

    private void write(Optional<Integer> exit) throws IOException {
        new RunStatus(folder.id(), task, model, ProcessHandle.current().pid(), processStarted, exit, progress())
                .write(folder);
    }

    /// The run has ended with this exit code.
    void ended(int exit) {
        close();
        try {
            thread.join();
            write(Optional.of(exit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // without the status file the journal still says what was answered
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
