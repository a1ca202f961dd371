package dev.assay.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// How a model is run on this machine. None of it changes an answer, but that [DecoderChoice#LIBTORCH]
/// rounds otherwise than plain Java does, and a batch otherwise than each of its prompts alone.
///
/// @param workers threads that compute, at least 1; default: one a core
/// @param maxBatch most conversations that one worker moves forward at once, in [1, 128]; default 32
/// @param prefixCacheBytes how much is kept of finished conversations, so that one that begins alike
///     computes only the rest; 0 keeps nothing; default 64 MiB
/// @param kernel the loops to compute with; default AUTO
/// @param checks the folder where results of `./assay models check` are kept, if there is one; default none
/// @param decoder what computes; default JAVA
public record EngineOptions(
        int workers,
        int maxBatch,
        long prefixCacheBytes,
        KernelChoice kernel,
        Optional<Path> checks,
        DecoderChoice decoder) {

    /// Which loops compute; both give the same bits.
    public enum KernelChoice {
        /// The Vector API if the program was started with its module, else plain loops.
        AUTO,
        /// Plain loops.
        SCALAR
    }

    /// What computes a model.
    public enum DecoderChoice {
        /// Plain Java, in 32-bit floats: fastest for small models, and no native library.
        JAVA,
        /// libtorch, in 32-bit floats; needs the room `torch` on the class path.
        LIBTORCH,
        /// libtorch, in the type that the weights are kept in, mapped where their files lie: for large
        /// models.
        LIBTORCH_AS_STORED
    }

    /// One worker a core, batches of 32, 64 MiB.
    public static final EngineOptions DEFAULT = new EngineOptions(
            Runtime.getRuntime().availableProcessors(),
            32,
            64L << 20,
            KernelChoice.AUTO,
            Optional.empty(),
            DecoderChoice.JAVA);

    public EngineOptions {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(decoder, "decoder");
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, but is " + workers);
        }
        if (maxBatch < 1 || maxBatch > 128) {
            throw new IllegalArgumentException("maxBatch must be in [1, 128], but is " + maxBatch);
        }
        if (prefixCacheBytes < 0) {
            throw new IllegalArgumentException("prefixCacheBytes must not be negative, but is " + prefixCacheBytes);
        }
    }

    public EngineOptions withWorkers(int value) {
        return new EngineOptions(value, maxBatch, prefixCacheBytes, kernel, checks, decoder);
    }

    public EngineOptions withMaxBatch(int value) {
        return new EngineOptions(workers, value, prefixCacheBytes, kernel, checks, decoder);
    }

    public EngineOptions withPrefixCacheBytes(long value) {
        return new EngineOptions(workers, maxBatch, value, kernel, checks, decoder);
    }

    public EngineOptions withKernel(KernelChoice value) {
        return new EngineOptions(workers, maxBatch, prefixCacheBytes, value, checks, decoder);
    }

    public EngineOptions withChecks(Path folder) {
        return new EngineOptions(workers, maxBatch, prefixCacheBytes, kernel, Optional.of(folder), decoder);
    }

    public EngineOptions withDecoder(DecoderChoice value) {
        return new EngineOptions(workers, maxBatch, prefixCacheBytes, kernel, checks, value);
    }
}
