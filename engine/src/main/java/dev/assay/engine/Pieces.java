package dev.assay.engine;

import dev.assay.core.model.ModelOutput;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/// Hands pieces of text from the workers, which must not wait, to a listener on the calling thread, which may.
final class Pieces {

    private static final String END = "";

    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private volatile boolean unwanted;

    /// Runs an answer on another thread while its pieces are handed over on this one.
    ModelOutput handOver(Function<Continuation.Listener, ModelOutput> answer, Consumer<String> listener) {
        var task = new FutureTask<>(() -> {
            try {
                return answer.apply((piece, _) -> {
                    queue.add(piece);
                    return !unwanted;
                });
            } finally {
                queue.add(END);
            }
        });
        var thread = Thread.ofVirtual().name("assay-stream").start(task);
        try {
            for (var piece = queue.take(); !piece.equals(END); piece = queue.take()) {
                listener.accept(piece);
            }
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new dev.assay.core.model.ModelException(
                    dev.assay.core.model.ModelException.Kind.INTERRUPTED, "The answer was interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } finally {
            unwanted = true;
            thread.interrupt();
        }
    }
}
