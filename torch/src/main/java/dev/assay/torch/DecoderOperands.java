package dev.assay.torch;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.Slice;
import dev.assay.torch.DecoderParts.Linear;
import dev.assay.torch.DecoderParts.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The weights of a decoder as the operands of its forward computation. Whoever made the tensors keeps them.
///
/// @param embeddings a row a token
/// @param positions a row a position, where they are learned
/// @param blocks the layers
/// @param norm before the head
/// @param head a row a token
record DecoderOperands(Tensor embeddings, Optional<Tensor> positions, List<Block> blocks, Norm norm, Linear head) {

    /// Most numbers of projections that are laid side by side in a copy, so that small ones are one product; larger
    /// ones gain nothing by it, and stay where they are mapped.
    private static final long MOST_JOINED = 1L << 22;

    DecoderOperands {
        blocks = List.copyOf(blocks);
    }

    /// One layer; norms are there where the config places them.
    ///
    /// @param queryKeyValue one after the other
    /// @param gateUp gate, if there is one, and up
    record Block(
            Optional<Norm> beforeAttention,
            Joined queryKeyValue,
            Optional<Norm> queryNorm,
            Optional<Norm> keyNorm,
            Linear output,
            Optional<Norm> afterAttention,
            Optional<Norm> beforeMlp,
            Joined gateUp,
            Linear down,
            Optional<Norm> afterMlp) {}

    /// Projections of one input.
    ///
    /// @param whole all of them as one product, if they are
    /// @param parts each alone, if they are not
    /// @param widths outputs of each
    record Joined(Optional<Linear> whole, List<Linear> parts, List<Integer> widths) {

        /// The outputs, `[rows, width]` each, and side by side if they were computed so.
        Outputs apply(Tensor x) {
            var outputs = new ArrayList<Tensor>();
            if (whole.isEmpty()) {
                parts.forEach(part -> outputs.add(part.apply(x)));
                return new Outputs(Optional.empty(), outputs);
            }
            var all = whole.get().apply(x);
            var first = 0;
            for (var width : widths) {
                outputs.add(all.narrow(1, first, width));
                first += width;
            }
            return new Outputs(Optional.of(all), outputs);
        }
    }

    /// @param joined all outputs side by side, if they lie so
    record Outputs(Optional<Tensor> joined, List<Tensor> parts) {}

    /// Where tensors come from.
    interface Source {
        /// The rows of a slice, kept by the source.
        Tensor of(Slice slice);

        /// Keeps something as long as the tensors.
        <P extends Pointer> P kept(P made);

        /// The rows of several slices, one slice below the other, in a copy.
        Tensor beside(List<Slice> slices);
    }

    /// The operands of a layout.
    ///
    /// @param joins whether small projections of one input may be copied side by side; not where they are trained
    static DecoderOperands of(DecoderConfig config, DecoderLayout layout, Source source, boolean joins) {
        var maker = new Maker(config, source, joins);
        return new DecoderOperands(
                source.of(layout.embeddings()),
                layout.positions().map(source::of),
                layout.blocks().stream().map(maker::block).toList(),
                maker.norm(layout.norm()),
                Linear.of(source.of(layout.head()), Optional.empty()));
    }

    private record Maker(DecoderConfig config, Source source, boolean joins) {

        Block block(DecoderLayout.Block place) {
            return new Block(
                    place.beforeAttention().map(this::norm),
                    joined(place.query(), place.key(), place.value()),
                    place.queryNorm().map(this::norm),
                    place.keyNorm().map(this::norm),
                    linear(place.output()),
                    place.afterAttention().map(this::norm),
                    place.beforeMlp().map(this::norm),
                    place.gate().map(gate -> joined(gate, place.up())).orElseGet(() -> joined(place.up())),
                    linear(place.down()),
                    place.afterMlp().map(this::norm));
        }

        Norm norm(DecoderLayout.Norm place) {
            return Norm.of(config, source, place);
        }

        Linear linear(DecoderLayout.Linear place) {
            return Linear.of(source.of(place.weight()), place.bias().map(source::of));
        }

        Joined joined(DecoderLayout.Linear... places) {
            var weights =
                    Arrays.stream(places).map(DecoderLayout.Linear::weight).toList();
            var widths = weights.stream().map(Slice::rows).toList();
            var numbers = weights.stream()
                    .mapToLong(slice -> (long) slice.rows() * slice.columns())
                    .sum();
            var alike = Arrays.stream(places)
                            .map(place -> place.bias().isPresent())
                            .distinct()
                            .count()
                    == 1;
            if (!joins || places.length == 1 || !alike || numbers > MOST_JOINED) {
                return new Joined(
                        Optional.empty(),
                        Arrays.stream(places).map(this::linear).toList(),
                        widths);
            }
            var biases = Arrays.stream(places)
                    .flatMap(place -> place.bias().stream())
                    .toList();
            var weight = source.beside(weights);
            return new Joined(
                    Optional.of(Linear.of(
                            weight, biases.isEmpty() ? Optional.empty() : Optional.of(source.beside(biases)))),
                    List.of(),
                    widths);
        }
    }

    /// The same, but that nothing writes into the residual stream along a direction: `W - d d^T W` for embeddings,
    /// learned positions and the last projections with their biases. What is changed is a copy.
    ///
    /// @param unit the direction, `[hiddenSize]` of 64-bit floats, of length 1
    DecoderOperands orthogonalised(Tensor unit) {
        return new DecoderOperands(
                without(embeddings, unit, 1),
                positions.map(rows -> without(rows, unit, 1)),
                blocks.stream().map(block -> orthogonalised(block, unit)).toList(),
                norm,
                head);
    }

    private static Block orthogonalised(Block block, Tensor unit) {
        return new Block(
                block.beforeAttention(),
                block.queryKeyValue(),
                block.queryNorm(),
                block.keyNorm(),
                orthogonalised(block.output(), unit),
                block.afterAttention(),
                block.beforeMlp(),
                block.gateUp(),
                orthogonalised(block.down(), unit),
                block.afterMlp());
    }

    private static Linear orthogonalised(Linear linear, Tensor unit) {
        return Linear.of(without(linear.weight(), unit, 0), linear.bias().map(bias -> without(bias, unit, 0)));
    }

    /// @param along the dimension that lies in the stream
    private static Tensor without(Tensor weight, Tensor unit, int along) {
        var wide = weight.to(torch.ScalarType.Double);
        if (weight.dim() == 1) {
            return wide.sub(unit.mul(wide.mul(unit).sum())).to(weight.scalar_type());
        }
        var part = along == 0 ? torch.outer(unit, torch.mv(wide.t(), unit)) : torch.outer(torch.mv(wide, unit), unit);
        return wide.sub(part).to(weight.scalar_type());
    }

    /// What [#orthogonalised(Tensor)] copies.
    List<Tensor> written() {
        var written = new ArrayList<>(List.of(embeddings));
        positions.ifPresent(written::add);
        for (var block : blocks) {
            for (var linear : List.of(block.output(), block.down())) {
                written.add(linear.weight());
                linear.bias().ifPresent(written::add);
            }
        }
        return written;
    }
}
