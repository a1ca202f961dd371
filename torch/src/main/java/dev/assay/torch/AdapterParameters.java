package dev.assay.torch;

import static java.util.Objects.requireNonNull;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.LoraSettings;
import dev.assay.engine.adapter.LowRank;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The low-rank matrices of an adapter in one flat tensor, their gradients in another. Lives in the scope
/// that is open when it is made.
final class AdapterParameters implements Trained, Additions {

    /// The two matrices beside a weight, and where they begin in the flat tensor.
    private record Pair(long start, int outputs, int inputs, Tensor a, Tensor b) {}

    private final LoraSettings settings;
    private final Map<String, Pair> pairs = new LinkedHashMap<>();
    private final LlamaConfig config;
    private final Tensor flat;
    private final Tensor gradient;

    /// @throws TrainingException if a target is no module of a Llama
    AdapterParameters(LlamaConfig config, LoraSettings settings, long seed) {
        this.config = config;
        this.settings = settings;
        var shapes = new LinkedHashMap<String, List<Integer>>();
        for (var target : settings.targets()) {
            var known = shapes.size();
            config.shapes().forEach((name, shape) -> {
                if (shape.size() == 2 && name.contains(".layers.") && name.endsWith("." + target + ".weight")) {
                    shapes.put(name, shape);
                }
            });
            if (shapes.size() == known) {
                throw new TrainingException("'%s' is no module of a Llama that an adapter goes beside: name some of %s"
                        .formatted(target, String.join(", ", LoraSettings.ALL_LINEAR)));
            }
        }
        var size = shapes.values().stream()
                .mapToLong(shape -> (long) settings.rank() * (shape.getFirst() + shape.getLast()))
                .sum();
        var values = new FloatPointer(size);
        flat = torch.from_blob(values, size);
        gradient = torch.zeros(size);
        fill(values, shapes, seed);
    }

    private void fill(FloatPointer values, Map<String, List<Integer>> shapes, long seed) {
        var random = new Random(seed);
        var rank = settings.rank();
        var start = 0L;
        for (var entry : shapes.entrySet()) {
            var outputs = entry.getValue().getFirst();
            var inputs = entry.getValue().getLast();
            var numbers = new float[rank * (outputs + inputs)];
            var bound = 1 / Math.sqrt(inputs);
            for (var i = 0; i < rank * inputs; i++) {
                numbers[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
            new FloatPointer(values).position(start).put(numbers, 0, numbers.length);
            pairs.put(
                    entry.getKey(),
                    new Pair(
                            start,
                            outputs,
                            inputs,
                            operand(start, rank, inputs),
                            operand(start + (long) rank * inputs, outputs, rank)));
            start += numbers.length;
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
            added.add(
                    pair != null
                            ? torch.linear(torch.linear(x, pair.a()), pair.b())
                            : torch.zeros(
                                    x.size(0),
                                    requireNonNull(config.shapes().get(name)).getFirst()));
        }
        if (!any) {
            return product;
        }
        var sum = added.size() == 1 ? added.getFirst() : torch.cat(new TensorVector(added.toArray(Tensor[]::new)), 1);
        return product.add(sum, new Scalar(settings.scale()));
    }

    /// A copy of the adapter as it is now.
    LoraAdapter adapter(String base) {
        var numbers = Floats.of(flat);
        var additions = new TreeMap<String, LowRank>();
        pairs.forEach((name, pair) -> {
            var middle = (int) pair.start() + settings.rank() * pair.inputs();
            additions.put(
                    name,
                    new LowRank(
                            pair.outputs(),
                            pair.inputs(),
                            settings.rank(),
                            settings.scale(),
                            Arrays.copyOfRange(numbers, (int) pair.start(), middle),
                            Arrays.copyOfRange(numbers, middle, middle + pair.outputs() * settings.rank()),
                            false));
        });
        return LoraAdapter.of(settings, base, additions);
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
