package dev.assay.torch;

import static java.util.Objects.requireNonNull;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.LowRank;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The low-rank matrices of an adapter in one flat tensor, their gradients in another. Lives in the scope
/// that is open when it is made.
final class AdapterParameters implements Trained, Additions {

    /// The two matrices beside a weight.
    ///
    /// @param began what they began as
    /// @param offset where they lie in the flat tensor, `A` first
    private record Pair(LowRank began, long offset, Tensor a, Tensor b) {

        Tensor of(Tensor x) {
            return torch.linear(torch.linear(x, a), b).mul(new Scalar(began.scale()));
        }

        LowRank copy(float[] numbers) {
            var middle = (int) offset + began.a().length;
            return new LowRank(
                    began.outputs(),
                    began.inputs(),
                    began.rank(),
                    began.scale(),
                    Arrays.copyOfRange(numbers, (int) offset, middle),
                    Arrays.copyOfRange(numbers, middle, middle + began.b().length),
                    false);
        }
    }

    private final LoraAdapter start;
    private final Map<String, Pair> pairs = new LinkedHashMap<>();
    private final LlamaConfig config;
    private final Tensor flat;
    private final Tensor gradient;

    /// @throws TrainingException if the adapter is for another base, replaces whole tensors, or goes
    ///     beside other modules than a Llama's
    AdapterParameters(LlamaConfig config, LoraAdapter start) {
        this.config = config;
        this.start = start;
        if (!start.replacements().isEmpty()) {
            throw new TrainingException(
                    "The adapter replaces '%s' whole, which is not trained: begin with one that does not"
                            .formatted(start.replacements().firstKey()));
        }
        start.additions().forEach((name, addition) -> {
            var shape = config.shapes().get(name);
            if (!addition.shape().equals(shape) || !name.contains(".layers.")) {
                throw new TrainingException(
                        "The adapter is for another base: it changes '%s' of %s, and this model has %s"
                                .formatted(name, addition.shape(), shape == null ? "no such module" : shape));
            }
        });
        var size = start.additions().values().stream()
                .mapToLong(addition -> addition.a().length + addition.b().length)
                .sum();
        var values = new FloatPointer(size);
        flat = torch.from_blob(values, size);
        gradient = torch.zeros(size);
        var offset = 0L;
        for (var entry : start.additions().entrySet()) {
            var addition = entry.getValue();
            new FloatPointer(values).position(offset).put(addition.a(), 0, addition.a().length);
            var middle = offset + addition.a().length;
            new FloatPointer(values).position(middle).put(addition.b(), 0, addition.b().length);
            pairs.put(
                    entry.getKey(),
                    new Pair(
                            addition,
                            offset,
                            operand(offset, addition.rank(), addition.inputs()),
                            operand(middle, addition.outputs(), addition.rank())));
            offset = middle + addition.b().length;
        }
    }

    private Tensor operand(long offset, long rows, long columns) {
        var operand = flat.narrow(0, offset, rows * columns).view(rows, columns).detach();
        operand.set_requires_grad(true);
        operand.mutable_grad().put(gradient.narrow(0, offset, rows * columns).view(rows, columns));
        return operand;
    }

    @Override
    public Tensor to(Tensor product, Tensor x, int layer, String... modules) {
        var added = new ArrayList<Tensor>();
        var any = false;
        for (var module : modules) {
            var name = ParameterLayout.name(layer, module);
            var pair = pairs.get(name);
            any |= pair != null;
            added.add(pair != null ? pair.of(x) : nothing(x, name));
        }
        if (!any) {
            return product;
        }
        return product.add(
                added.size() == 1 ? added.getFirst() : torch.cat(new TensorVector(added.toArray(Tensor[]::new)), 1));
    }

    private Tensor nothing(Tensor x, String name) {
        return torch.zeros(x.size(0), requireNonNull(config.shapes().get(name)).getFirst());
    }

    /// A copy of the adapter as it is now.
    LoraAdapter adapter() {
        var numbers = Floats.of(flat);
        var additions = new TreeMap<String, LowRank>();
        pairs.forEach((name, pair) -> additions.put(name, pair.copy(numbers)));
        return LoraAdapter.of(start.settings(), start.base(), additions);
    }

    @Override
    public Tensor flat() {
        return flat;
    }

    @Override
    public Tensor gradient() {
        return gradient;
    }

    @Override
    public long decayed() {
        return size();
    }

    @Override
    public long adam() {
        return size();
    }

    @Override
    public List<ParameterLayout.Stack> stacks() {
        return List.of();
    }
}
