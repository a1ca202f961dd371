package dev.assay.torch;

import dev.assay.engine.checkpoint.Dtype;

/// The type of number that a decoder computes with.
public enum Arithmetic {
    /// 32-bit floats, whatever the weights are kept in: they are widened into memory of their own.
    FLOAT32,
    /// The type that `config.json` states. Weights that are kept in it are used where the file is mapped, not copied.
    AS_STORED;

    Dtype dtype(Dtype stored) {
        return this == FLOAT32 ? Dtype.F32 : stored;
    }
}
