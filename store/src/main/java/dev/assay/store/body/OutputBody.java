package dev.assay.store.body;

import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ModelOutput;

/// An answer's bytes in a response cache, in the form of a {@link SampleBody}.
public final class OutputBody {

    /// Answers belong to no sample: what they belong to, the cache's own checksum covers.
    private static final SampleKey NO_SAMPLE = new SampleKey(0, 1, 1);

    private OutputBody() {}

    /// @throws TooLargeException if it does not fit
    public static byte[] encode(ModelOutput output) {
        return SampleBody.encode(NO_SAMPLE, 0, sink -> new SampleEncoder(sink).answer(output));
    }

    /// @throws RuntimeException if the bytes are damaged
    public static ModelOutput decode(byte[] stored) {
        return SampleBody.decode(NO_SAMPLE, 0, stored, source -> new SampleDecoder(source).answer());
    }
}
