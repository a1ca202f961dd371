package dev.assay.torch;

import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// One update of all weights: clip, then Muon on the stacks of block matrices and AdamW on the rest.
///
/// Its state lives in the scope that is open when it is made. Call it with gradients switched off.
final class MuonAdamW {

    /// Coefficients of the quintic Newton-Schulz iteration (Jordan et al. 2024).
    private static final double A = 3.4445;

    private static final double B = -4.7750;
    private static final double C = 2.0315;

    private final OptimizerSettings settings;
    private final Trained trained;
    private final Tensor adamWeights;
    private final Tensor adamGradient;
    private final List<Tensor> decayedWeights = new ArrayList<>();
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final List<Group> groups = new ArrayList<>();
    private int updates;

    private record Group(Tensor weights, Tensor gradient, Tensor momentum, boolean tall, double scale) {}

    MuonAdamW(OptimizerSettings settings, Trained trained) {
        this.settings = settings;
        this.trained = trained;
        var flat = trained.flat();
        var stacks = settings.muonOnBlocks() ? trained.stacks() : List.<ParameterLayout.Stack>of();
        var adam = settings.muonOnBlocks() ? trained.adam() : trained.size();
        adamWeights = flat.narrow(0, 0, adam);
        adamGradient = trained.gradient().narrow(0, 0, adam);
        decayedWeights.add(flat.narrow(0, 0, trained.decayed()));
        if (adam > trained.adam()) {
            decayedWeights.add(flat.narrow(0, trained.adam(), adam - trained.adam()));
        }
        firstMoment = torch.zeros(adam);
        secondMoment = torch.zeros(adam);
        for (var stack : stacks) {
            groups.add(new Group(
                    view(flat, stack),
                    view(trained.gradient(), stack),
                    torch.zeros(stack.count(), stack.rows(), stack.columns()),
                    stack.rows() > stack.columns(),
                    Math.sqrt(Math.max(1, (double) stack.rows() / stack.columns()))));
        }
    }

    private static Tensor view(Tensor flat, ParameterLayout.Stack stack) {
        return flat.narrow(0, stack.offset(), stack.size()).view(stack.count(), stack.rows(), stack.columns());
    }

    /// What it remembers, by name, as it is now.
    Map<String, float[]> memory() {
        var memory = new LinkedHashMap<String, float[]>();
        buffers().forEach((name, tensor) -> memory.put(name, Floats.of(tensor)));
        return memory;
    }

    /// Goes on from what was remembered after so many updates.
    void remember(TrainingState state) {
        updates = state.step();
        buffers().forEach((name, tensor) -> Floats.into(tensor, state.buffer(name, tensor.numel())));
    }

    private Map<String, Tensor> buffers() {
        var buffers = new LinkedHashMap<String, Tensor>();
        buffers.put("adam.first", firstMoment);
        buffers.put("adam.second", secondMoment);
        for (var i = 0; i < groups.size(); i++) {
            buffers.put("muon." + i, groups.get(i).momentum());
        }
        return buffers;
    }

    /// Updates the weights and returns the norm of the gradients before clipping.
    ///
    /// @param factor of both learning rates, from the schedule
    double update(double factor) {
        try (var _ = new PointerScope()) {
            updates++;
            var norm = trained.gradient().norm().item_double();
            var shrink = settings.clip() / (norm + 1e-6);
            if (shrink < 1) {
                trained.gradient().mul_(new Scalar(shrink));
            }
            adam(settings.adamRate() * factor);
            for (var group : groups) {
                muon(group, settings.muonRate() * factor);
            }
            return norm;
        }
    }

    private void adam(double rate) {
        if (settings.weightDecay() > 0) {
            decayedWeights.forEach(weights -> weights.mul_(new Scalar(1 - rate * settings.weightDecay())));
        }
        firstMoment.lerp_(adamGradient, new Scalar(1 - settings.beta1()));
        secondMoment.mul_(new Scalar(settings.beta2()));
        secondMoment.addcmul_(adamGradient, adamGradient, new Scalar(1 - settings.beta2()));
        var correction1 = 1 - Math.pow(settings.beta1(), updates);
        var correction2 = 1 - Math.pow(settings.beta2(), updates);
        var denominator =
                secondMoment.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(settings.epsilon()));
        adamWeights.addcdiv_(firstMoment, denominator, new Scalar(-rate / correction1));
    }

    private void muon(Group group, double rate) {
        var momentum = settings.muonMomentum();
        group.momentum().lerp_(group.gradient(), new Scalar(1 - momentum));
        var direction = orthogonal(group.gradient().lerp(group.momentum(), new Scalar(momentum)), group.tall());
        group.weights().add_(direction, new Scalar(-rate * group.scale()));
    }

    /// The nearest semi-orthogonal matrices, approximately: X <- a X + (b A + c A A) X with A = X X'.
    private Tensor orthogonal(Tensor matrices, boolean tall) {
        var norms = matrices.square()
                .sum(new long[] {1, 2}, true, new ScalarTypeOptional())
                .sqrt();
        var x = matrices.div(norms.add_(new Scalar(1e-7)));
        if (tall) {
            x = x.mT();
        }
        for (var step = 0; step < settings.newtonSchulzSteps(); step++) {
            var gram = torch.bmm(x, x.mT());
            var polynomial = torch.baddbmm(gram, gram, gram, new Scalar(B), new Scalar(C));
            x = torch.baddbmm(x, polynomial, x, new Scalar(A), new Scalar(1.0));
        }
        return tall ? x.mT() : x;
    }
}
