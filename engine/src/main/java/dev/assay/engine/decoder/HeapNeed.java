package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import java.util.Locale;

/// What a decoder's weights take as 32-bit floats, told before minutes are spent on reading them.
final class HeapNeed {

    private static final double GIB = 1L << 30;

    private HeapNeed() {}

    /// @throws CheckpointException if the weights do not fit
    static void requireRoom(DecoderWeights weights) {
        requireRoom(weights, Runtime.getRuntime().maxMemory());
    }

    /// @param allowed bytes that the program may use
    static void requireRoom(DecoderWeights weights, long allowed) {
        var shapes = weights.layout().shapes().values().stream()
                .mapToLong(shape -> shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact))
                .summaryStatistics();
        var embeddings = (long) weights.config().vocabSize() * weights.config().hiddenSize();
        // a tied head is kept a second time, the other way round; the largest tensor is read before it is laid out
        var numbers = shapes.getSum() + (weights.config().tieWordEmbeddings() ? embeddings : 0) + shapes.getMax();
        var needed = 4.0 * numbers;
        if (needed > allowed) {
            throw new CheckpointException(String.format(
                    Locale.ROOT,
                    "The %,d parameters of this %s take up to %.1f GiB as 32-bit floats and the program may use %.1f GiB:"
                            + " give it more, such as ASSAY_JAVA_OPTIONS=-Xmx%dg, or serve the model over HTTP and audit"
                            + " that address instead",
                    shapes.getSum(),
                    weights.config().architecture().className(),
                    needed / GIB,
                    allowed / GIB,
                    (long) Math.ceil(needed / GIB) + 1));
        }
    }
}
