package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import java.util.Optional;

/// What the attention of one layer reaches.
///
/// @param window how many positions, the row's own included, are looked at; 0 for all before it
/// @param rotary how queries and keys are turned; empty where positions are learned
public record LayerAttention(int window, Optional<RotaryPositions> rotary) {

    /// @throws CheckpointException if the window is negative
    public LayerAttention {
        if (window < 0) {
            throw new CheckpointException("sliding_window %d is negative".formatted(window));
        }
    }

    /// The first position that the row at `position` looks at.
    public int first(int position) {
        return window == 0 ? 0 : Math.max(0, position - window + 1);
    }
}
