package dev.assay.engine.decoder;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Tokens on their way through the decoder. A worker feeds those that the cache does not hold yet and
/// hands back the logits after each position from [#wantedFrom] on.
///
/// @param <R> what comes out in the end
abstract class Sequence<R> {

    final CompletableFuture<R> result = new CompletableFuture<>();

    /// What computes it; set before a worker sees it.
    @SuppressWarnings("NullAway.Init")
    Lane lane;

    int[] tokens;
    int count;
    /// What holds it; set before a worker sees it.
    @SuppressWarnings("NullAway.Init")
    SequenceCache cache;

    int reused;
    private volatile boolean cancelled;

    Sequence(int[] tokens, int count) {
        this.tokens = tokens;
        this.count = count;
    }

    /// The first position whose logits matter.
    abstract int wantedFrom();

    /// Tokens of the prompt, without what is generated.
    abstract int promptLength();

    /// Takes the logits after a position, which may be written over.
    ///
    /// @return the result, once there is one; empty if more is to come
    abstract Optional<R> accept(int position, float[] logits);

    final boolean offer(int position, float[] logits) {
        var done = accept(position, logits);
        done.ifPresent(result::complete);
        return done.isPresent();
    }

    final void append(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count + count / 2 + 16);
        }
        tokens[count++] = token;
    }

    final int pending() {
        return count - cache.length();
    }

    final void cancel() {
        cancelled = true;
    }

    final boolean isCancelled() {
        return cancelled;
    }
}
