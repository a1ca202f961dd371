package dev.assay.serve;

import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.Continuation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch left;
    private volatile boolean cancelled;

    private Run(int answers) {
        left = new CountDownLatch(answers);
    }

    /// Starts all answers.
    ///
    /// @param pieces whether pieces are told, or the whole only
    /// @param whenOver hears of each answer once, by its index, however it ends
    static Run start(Job job, Served model, boolean pieces, IntConsumer whenOver) {
        var run = new Run(job.size());
        for (var i = 0; i < job.size(); i++) {
            var index = i;
            run.threads.add(Thread.ofVirtual().name("assay-serve-answer").start(() -> {
                var last = run.answer(job, model, pieces, index);
                whenOver.accept(index); // before it is told, so that who has heard it may ask again
                run.events.add(last);
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
                            events.add(new Event.Piece(index, text, logprobs));
                        }
                        return !cancelled;
                    }));
        } catch (InterruptedException | RuntimeException | OutOfMemoryError e) {
            return new Event.Failed(index, e);
        }
    }

    /// The next event, or empty if there was none in time.
    Optional<Event> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Whether there is nothing to tell at this moment.
    boolean isQuiet() {
        return events.isEmpty();
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
