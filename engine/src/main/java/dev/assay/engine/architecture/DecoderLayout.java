package dev.assay.engine.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Where each weight of a decoder lies in its checkpoint.
///
/// @param embeddings a row a token
/// @param positions a row a position, where they are learned
/// @param blocks the layers
/// @param norm before the head
/// @param head a row a token; the embeddings where they are tied
public record DecoderLayout(Slice embeddings, Optional<Slice> positions, List<Block> blocks, Norm norm, Slice head) {

    public DecoderLayout {
        blocks = List.copyOf(blocks);
    }

    /// @param weight one number a dimension
    /// @param bias the same, for LayerNorm
    public record Norm(Slice weight, Optional<Slice> bias) {}

    /// @param weight a row an output
    /// @param bias a number an output, if there is one
    public record Linear(Slice weight, Optional<Slice> bias) {}

    /// One layer. Norms are there where the config places them.
    ///
    /// @param gate there if the MLP is gated
    public record Block(
            Optional<Norm> beforeAttention,
            Linear query,
            Linear key,
            Linear value,
            Optional<Norm> queryNorm,
            Optional<Norm> keyNorm,
            Linear output,
            Optional<Norm> afterAttention,
            Optional<Norm> beforeMlp,
            Optional<Linear> gate,
            Linear up,
            Linear down,
            Optional<Norm> afterMlp) {

        private Stream<Slice> slices() {
            var linears = Stream.concat(
                    Stream.of(query, key, value, output), Stream.concat(gate.stream(), Stream.of(up, down)));
            var norms = Stream.of(beforeAttention, queryNorm, keyNorm, afterAttention, beforeMlp, afterMlp)
                    .flatMap(Optional::stream);
            return Stream.concat(
                    linears.flatMap(linear -> Stream.concat(Stream.of(linear.weight()), linear.bias().stream())),
                    norms.flatMap(DecoderLayout::slices));
        }
    }

    private static Stream<Slice> slices(Norm norm) {
        return Stream.concat(Stream.of(norm.weight()), norm.bias().stream());
    }

    /// The layout of a config's family.
    public static DecoderLayout of(DecoderConfig config) {
        return new LayoutBuilder(config).layout();
    }

    /// Every tensor that is needed, with its shape.
    public SequencedMap<String, List<Integer>> shapes() {
        var shapes = new LinkedHashMap<String, List<Integer>>();
        Stream.of(
                        Stream.concat(Stream.of(embeddings), positions.stream()),
                        blocks.stream().flatMap(Block::slices),
                        slices(norm),
                        Stream.of(head))
                .flatMap(slices -> slices)
                .forEach(slice -> shapes.put(slice.tensor(), slice.shape()));
        return shapes;
    }

    /// Number of trained numbers.
    public long parameters() {
        return shapes().values().stream()
                .mapToLong(shape -> shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact))
                .sum();
    }
}
