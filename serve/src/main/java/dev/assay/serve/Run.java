package dev.assay.serve;

import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.Continuation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// The answers of one request on their way, each on its thread: what they tell comes out here, in the order in
/// which it is told.
final class Run implements AutoCloseable {

    /// Something that an answer tells.
    sealed interface Event {

        /// Which answer.
        int index();

        /// A piece of the text.
        record Piece(int index, String text, List<TokenLogprob> logprobs) implements Event {}

        /// The whole of it.
        record Done(int index, Continuation continuation) implements Event {}

        /// There is no answer.
        record Failed(int index, Throwable cause) implements Event {}
    }

    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread reader = Thread.currentThread();
    private final CountDownLatch left;
    private final Duration pause;
    private long heard; // when something was taken last, in nanoseconds
    private boolean hasHeard;
    private volatile boolean resting; // whether pieces let the reader sleep
    private volatile boolean urgent; // whether an answer has ended
    private volatile boolean cancelled;

    private Run(int answers, Duration pause) {
        left = new CountDownLatch(answers);
        this.pause = pause;
    }

    /// Starts all answers.
    ///
    /// @param pieces whether pieces are told, or the whole only
    /// @param pause how long pieces are gathered once something was taken; the calling thread is the one that takes
    /// @param whenOver hears of each answer once, by its index, however it ends
    static Run start(Job job, Served model, boolean pieces, Duration pause, IntConsumer whenOver) {
        var run = new Run(job.size(), pause);
        for (var i = 0; i < job.size(); i++) {
            var index = i;
            run.threads.add(Thread.ofVirtual().name("assay-serve-answer").start(() -> {
                var last = run.answer(job, model, pieces, index);
                whenOver.accept(index); // before it is told, so that who has heard it may ask again
                run.tell(last);
                run.left.countDown();
            }));
        }
        return run;
    }

    private Event answer(Job job, Served model, boolean pieces, int index) {
        try {
            return new Event.Done(
                    index, model.continueFrom(job.prompt(index), job.settings(index), (text, logprobs) -> {
                        if (pieces) {
                            tell(new Event.Piece(index, text, logprobs));
                        }
                        return !cancelled;
                    }));
        } catch (InterruptedException | RuntimeException | OutOfMemoryError e) {
            return new Event.Failed(index, e);
        }
    }

    private void tell(Event event) {
        events.add(event);
        if (!(event instanceof Event.Piece)) {
            urgent = true;
        }
        if (urgent || !resting) {
            LockSupport.unpark(reader);
        }
    }

    /// What was told since the last call, as soon as there is something; empty if there was nothing in time. Pieces
    /// that come within the pause after the last call are taken together, at its end or with the end of an answer.
    List<Event> take(Duration patience) throws InterruptedException {
        if (hasHeard) {
            await(() -> urgent, heard + pause.toNanos());
        }
        resting = false;
        await(() -> !events.isEmpty(), System.nanoTime() + patience.toNanos());
        resting = true;
        urgent = false;
        var taken = new ArrayList<Event>();
        for (var event = events.poll(); event != null; event = events.poll()) {
            taken.add(event);
        }
        heard = System.nanoTime();
        hasHeard = true;
        return taken;
    }

    private void await(BooleanSupplier what, long deadline) throws InterruptedException {
        for (var left = deadline - System.nanoTime(); left > 0 && !what.getAsBoolean(); ) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(this, left);
            left = deadline - System.nanoTime();
        }
    }

    /// Ends what is still under way; nobody wants it any more.
    @Override
    public void close() {
        if (left.getCount() > 0) {
            cancelled = true;
            threads.forEach(Thread::interrupt);
        }
    }
}
