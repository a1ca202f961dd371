package dev.assay.agents.world;

import java.util.Objects;

/// Something in the world's data that must not leave it.
///
/// @param name how logs call it; logs never need its text
/// @param canary the token by which it is known
public record Secret(String name, Canary canary) {
    public Secret {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(canary, "canary");
    }
}
