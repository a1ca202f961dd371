package dev.assay.engine.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads that compute for a model and for all views of it. They start with the first request.
final class Workers implements AutoCloseable {

    private final DecoderBackend backend;
    private final int count;
    private final int maxBatch;
    private final LinkedBlockingQueue<Sequence<?>> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean started;
    private volatile boolean closed;

    /// @param backend one of the shape that all sequences are of
    Workers(DecoderBackend backend, int count, int maxBatch) {
        this.backend = backend;
        this.count = count;
        this.maxBatch = maxBatch;
    }

    void submit(Sequence<?> sequence) {
        if (!started) {
            start();
        }
        inFlight.incrementAndGet();
        waiting.add(sequence);
        if (closed) {
            failWaiting();
        }
    }

    private synchronized void start() {
        if (started || closed) {
            return;
        }
        for (var i = 1; i <= count; i++) {
            threads.add(Thread.ofPlatform()
                    .name("assay-engine-" + i)
                    .daemon()
                    .start(new Worker(this, backend.workspace(Worker.ROWS, Worker.ROWS))));
        }
        started = true;
    }

    Sequence<?> take() throws InterruptedException {
        return waiting.take();
    }

    Optional<Sequence<?>> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /// How many sequences one worker should hold now, so that all have alike many.
    int share() {
        return Math.clamp((inFlight.get() + count - 1) / count, 1, maxBatch);
    }

    void left(Sequence<?> sequence) {
        inFlight.decrementAndGet();
        try {
            sequence.lane.prefixes().put(sequence.tokens, sequence.cache);
        } catch (OutOfMemoryError _) {
            // what is not kept is computed again
        }
    }

    /// Takes a sequence out of the queue for which nobody waits any more, if no worker has taken it up.
    void drop(Sequence<?> sequence) {
        if (waiting.remove(sequence)) {
            inFlight.decrementAndGet();
        }
    }

    /// Sequences that were submitted and have not left.
    int inFlight() {
        return inFlight.get();
    }

    /// Those of them that no worker has taken up.
    int waiting() {
        return waiting.size();
    }

    /// Stops the threads; requests that are under way fail.
    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        failWaiting();
    }

    private void failWaiting() {
        var failure = new IllegalStateException("The model is closed.");
        for (var left = waiting.poll(); left != null; left = waiting.poll()) {
            left.result.completeExceptionally(failure);
        }
    }
}
