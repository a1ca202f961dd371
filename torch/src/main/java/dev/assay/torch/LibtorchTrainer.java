package dev.assay.torch;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingStep;
import java.time.Duration;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Trains on libtorch, in 32-bit floats, on the CPU.
///
/// With one thread (the default) the same plan and rows give the same bits wherever [#environment()] is
/// the same and the CPU offers the same instructions; fix `OPENBLAS_CORETYPE` and `ATEN_CPU_CAPABILITY` in
/// the environment to make different CPUs agree on kernels.
public final class LibtorchTrainer implements Trainer {

    /// Nothing is loaded before the first run.
    public LibtorchTrainer() {}

    @Override
    public Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener) {
        load();
        try (var _ = new PointerScope()) {
            var config = plan.config();
            var parameters = new Parameters(plan.start(), true);
            var optimizer = new MuonAdamW(plan.optimizer(), parameters);
            var forward = new TrainingForward(config, parameters, plan.rowLength());
            var batch = new Batch(config, plan.rowsPerStep(), plan.rowLength());
            var began = System.nanoTime();
            var supervised = 0L;
            for (var step = 0; step < plan.steps(); step++) {
                batch.fill(rows);
                supervised += batch.supervised();
                parameters.gradient().zero_();
                var loss = forward.lossAndGradients(batch);
                if (!Double.isFinite(loss)) {
                    throw new TrainingException(
                            "The loss of step %d is %s: lower the learning rates".formatted(step + 1, loss));
                }
                final double norm;
                try (var _ = new NoGradGuard()) {
                    norm = optimizer.update(plan.schedule().factor(step, plan.steps()));
                }
                listener.onStep(report(plan, step + 1, loss, norm, supervised, System.nanoTime() - began));
            }
            return parameters.weights(config);
        }
    }

    private static TrainingStep report(
            TrainingPlan plan, int step, double loss, double norm, long supervised, long nanos) {
        var tokens = (long) step * plan.tokensPerStep();
        var perStep = (double) nanos / step;
        return new TrainingStep(
                step,
                plan.steps(),
                loss,
                norm,
                tokens,
                supervised,
                tokens * 1e9 / Math.max(1, nanos),
                Duration.ofNanos(Math.round(perStep * (plan.steps() - step))));
    }

    @Override
    public String environment() {
        load();
        return LibtorchRuntime.describe();
    }

    private static void load() {
        try {
            LibtorchRuntime.load();
        } catch (LibtorchException e) {
            throw new TrainingException(String.valueOf(e.getMessage()), e);
        }
    }
}
