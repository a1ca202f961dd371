package dev.assay.engine.hooks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Positions of a prompt's tokens. Offsets count from 0; negative ones from the end of the **prompt**: -1 is its last
/// token, whatever is generated behind it.
///
/// @param everywhere whether every position is meant, those of generated tokens too
/// @param offsets the positions meant, if not all
public record Positions(boolean everywhere, List<Integer> offsets) {

    private static final Positions ALL = new Positions(true, List.of());

    /// @throws IllegalArgumentException if there is no offset and not all are meant, or offsets though all are
    public Positions {
        offsets = List.copyOf(offsets);
        if (everywhere != offsets.isEmpty()) {
            throw new IllegalArgumentException("Name all positions or at least one offset, not " + offsets);
        }
    }

    /// Every position; under generation those of the answer too.
    public static Positions all() {
        return ALL;
    }

    /// The last token of the prompt, where the answer begins.
    public static Positions last() {
        return at(-1);
    }

    /// Some positions.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Positions at(int... offsets) {
        return new Positions(false, Arrays.stream(offsets).boxed().toList());
    }

    /// Whether a token is meant.
    ///
    /// @param position its place, from 0
    /// @param length tokens of the prompt
    public boolean covers(int position, int length) {
        return everywhere || offsets.contains(position) || position < length && offsets.contains(position - length);
    }

    /// Whether the end of the prompt decides which tokens are meant, so that two prompts that begin alike are not
    /// changed alike.
    public boolean dependsOnTheEnd() {
        return offsets.stream().anyMatch(offset -> offset < 0);
    }

    /// The positions meant in a prompt, ascending, each once.
    ///
    /// @throws IllegalArgumentException if the prompt has no such position
    public int[] in(int length) {
        if (everywhere) {
            return IntStream.range(0, length).toArray();
        }
        return offsets.stream()
                .mapToInt(offset -> {
                    var position = offset < 0 ? length + offset : offset;
                    if (position < 0 || position >= length) {
                        throw new IllegalArgumentException(
                                "Position %d is not in a prompt of %d tokens".formatted(offset, length));
                    }
                    return position;
                })
                .sorted()
                .distinct()
                .toArray();
    }

    /// `all`, or the offsets with commas.
    @Override
    public String toString() {
        return everywhere ? "all" : offsets.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
