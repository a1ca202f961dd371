package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderWeights;
import java.util.Optional;
import java.util.ServiceLoader;

/// Makes backends that need a native library. Found by `ServiceLoader`, so that whoever opens a model needs
/// none to compile.
public interface BackendProvider {

    /// The type of number that is computed with.
    enum Precision {
        /// 32-bit floats, whatever the weights are kept in.
        FLOAT32,
        /// What the weights are kept in; they are used where their file is mapped.
        AS_STORED
    }

    /// Opens weights.
    ///
    /// @param weights stay open until the backend is closed, which closes them
    /// @throws BackendException if the natives cannot be loaded; the weights are closed
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a weight is NaN or infinite; the weights
    ///     are closed
    GradientBackend open(DecoderWeights weights, Precision precision);

    /// The provider on the class path; empty if there is none.
    static Optional<BackendProvider> find() {
        return ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader())
                .findFirst();
    }

    /// The provider on the class path.
    ///
    /// @param purpose what it is needed for, as a sentence begins: `Gradients`
    /// @throws BackendException if there is none
    static BackendProvider require(String purpose) {
        return find().orElseThrow(() -> new BackendException(
                "%s need libtorch, which is not on the class path: add the room torch (assay-torch), which brings it."
                        .formatted(purpose)));
    }
}
