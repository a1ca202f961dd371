package dev.assay.torch;

import dev.assay.engine.architecture.Activation;
import dev.assay.engine.architecture.Architecture;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.NormKind;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The parts that a decoder is put together from, in the order of operations of transformers, which decides how
/// 16-bit floats round.
final class DecoderParts {

    private DecoderParts() {}

    /// `y = x W^T + b`.
    ///
    /// @param wide whether its numbers are 32-bit floats
    record Linear(Tensor weight, Optional<Tensor> bias, boolean wide) {

        static Linear of(Tensor weight, Optional<Tensor> bias) {
            return new Linear(weight, bias, weight.element_size() == Float.BYTES);
        }

        /// A matrix-vector product for one row of 32-bit floats, four times as fast as a matrix product; in 16 bits
        /// it is half as fast.
        Tensor apply(Tensor x) {
            if (wide && x.size(0) == 1) {
                var row = x.view(-1);
                return (bias.isPresent() ? torch.addmv(bias.get(), weight, row) : torch.mv(weight, row)).unsqueeze(0);
            }
            return bias.isPresent() ? torch.linear(x, weight, bias.get()) : torch.linear(x, weight);
        }
    }

    /// A normalisation over the last dimension.
    ///
    /// @param given the weight as the fused operation takes it
    /// @param small epsilon as the fused operation takes it
    /// @param wide whether its numbers are 32-bit floats
    record Norm(
            NormKind kind,
            boolean weightFirst,
            double epsilon,
            Tensor weight,
            Optional<Tensor> bias,
            TensorOptional given,
            DoubleOptional small,
            boolean wide) {

        static Norm of(DecoderConfig config, DecoderOperands.Source source, DecoderLayout.Norm place) {
            var weight = source.of(place.weight());
            return new Norm(
                    config.norm().kind(),
                    config.architecture() == Architecture.OLMO2,
                    config.norm().epsilon(),
                    weight,
                    place.bias().map(source::of),
                    source.kept(new TensorOptional(weight)),
                    source.kept(new DoubleOptional(config.norm().epsilon())),
                    weight.element_size() == Float.BYTES);
        }

        Tensor apply(Tensor x) {
            if (kind == NormKind.LAYER) {
                return torch.layer_norm(
                        x,
                        new long[] {weight.size(0)},
                        given,
                        bias.map(TensorOptional::new).orElseGet(TensorOptional::new),
                        epsilon,
                        false);
            }
            if (kind == NormKind.RMS && wide) {
                return torch.rms_norm(x, new long[] {weight.size(0)}, given, small);
            }
            var type = x.scalar_type();
            var full = x.to(torch.ScalarType.Float);
            var scale = full.square()
                    .mean(new long[] {-1}, true, new ScalarTypeOptional())
                    .add_(new Scalar(epsilon))
                    .rsqrt_();
            var normed = full.mul(scale);
            if (kind == NormKind.RMS_PLUS_ONE) {
                return normed.mul(weight.to(torch.ScalarType.Float).add(new Scalar(1)))
                        .to(type);
            }
            return weightFirst ? normed.mul(weight).to(type) : normed.to(type).mul(weight);
        }
    }

    static Tensor activate(Activation activation, Tensor x) {
        return switch (activation) {
            case SILU -> torch.silu(x);
            case GELU -> torch.gelu(x);
            case GELU_TANH -> torch.gelu(x, "tanh");
        };
    }

    /// `cap * tanh(x / cap)`.
    static Tensor softCap(Tensor x, double cap) {
        return x.div(new Scalar(cap)).tanh_().mul(new Scalar(cap));
    }
}
