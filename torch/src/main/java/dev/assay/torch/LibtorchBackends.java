package dev.assay.torch;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.decoder.BackendException;
import dev.assay.engine.decoder.BackendProvider;
import dev.assay.engine.decoder.GradientBackend;

/// Opens models on libtorch.
public final class LibtorchBackends implements BackendProvider {

    /// Nothing is loaded before the first model.
    public LibtorchBackends() {}

    @Override
    public GradientBackend open(DecoderWeights weights, Precision precision) {
        try {
            LibtorchRuntime.load();
        } catch (LibtorchException e) {
            weights.close();
            throw new BackendException(String.valueOf(e.getMessage()), e);
        }
        return new LibtorchDecoder(weights, precision == Precision.FLOAT32 ? Arithmetic.FLOAT32 : Arithmetic.AS_STORED);
    }
}
