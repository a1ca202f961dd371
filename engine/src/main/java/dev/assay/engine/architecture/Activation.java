package dev.assay.engine.architecture;

import java.util.Optional;

/// The non-linear function of an MLP.
public enum Activation {
    /// `x / (1 + e^-x)`.
    SILU,
    /// `x Phi(x)` with the normal distribution function itself.
    GELU,
    /// GELU by its approximation with the hyperbolic tangent (Hendrycks and Gimpel 2016).
    GELU_TANH;

    /// The function of this name in a `config.json`; empty if the engine does not compute it.
    static Optional<Activation> named(String name) {
        return switch (name) {
            case "silu", "swish" -> Optional.of(SILU);
            case "gelu" -> Optional.of(GELU);
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Optional.of(GELU_TANH);
            default -> Optional.empty();
        };
    }
}
