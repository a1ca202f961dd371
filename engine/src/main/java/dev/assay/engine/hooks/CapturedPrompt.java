package dev.assay.engine.hooks;

import java.util.List;

/// Which tokens of a prompt were captured.
///
/// @param length tokens of the prompt, at least 1
/// @param positions positions captured, ascending, each once, at least one
public record CapturedPrompt(int length, List<Integer> positions) {

    /// @throws IllegalArgumentException if a position is not in the prompt or they do not ascend
    public CapturedPrompt {
        positions = List.copyOf(positions);
        var before = -1;
        for (var position : positions) {
            if (position <= before || position >= length) {
                throw new IllegalArgumentException(
                        "%s are not ascending positions of %d tokens".formatted(positions, length));
            }
            before = position;
        }
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("At least one position is captured of a prompt");
        }
    }

    /// The index of a position's row.
    ///
    /// @param offset a position; a negative one counts from the end of the prompt
    /// @throws IllegalArgumentException if it was not captured
    public int row(int offset) {
        var row = positions.indexOf(offset < 0 ? length + offset : offset);
        if (row < 0) {
            throw new IllegalArgumentException("Position %d was not captured of a prompt of %d tokens; captured are %s"
                    .formatted(offset, length, positions));
        }
        return row;
    }
}
