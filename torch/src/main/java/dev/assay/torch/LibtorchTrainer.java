package dev.assay.torch;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.RowDigest;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingState;
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

    /// Name of the trained numbers in a kept state.
    private static final String NUMBERS = "numbers";

    /// Nothing is loaded before the first run.
    public LibtorchTrainer() {}

    @Override
    public Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener, Checkpoints checkpoints) {
        load();
        try (var _ = new PointerScope()) {
            var parameters = new Parameters(plan.start(), true);
            run(plan, plan.sha256(), parameters, parameters, Additions.NONE, rows, listener, checkpoints);
            return parameters.weights(plan.config());
        }
    }

    @Override
    public LoraAdapter trainAdapter(
            TrainingPlan plan, LoraAdapter start, RowSource rows, TrainingListener listener, Checkpoints checkpoints) {
        load();
        try (var _ = new PointerScope()) {
            var frozen = new Parameters(plan.start(), false);
            var adapter = new AdapterParameters(plan.config(), start);
            run(plan, plan.sha256() + " " + start.sha256(), frozen, adapter, adapter, rows, listener, checkpoints);
            return adapter.adapter();
        }
    }

    private void run(
            TrainingPlan plan,
            String planDigest,
            Parameters parameters,
            Trained trained,
            Additions additions,
            RowSource rows,
            TrainingListener listener,
            Checkpoints checkpoints) {
        var optimizer = new MuonAdamW(plan.optimizer(), trained);
        var forward = new TrainingForward(plan.config(), parameters, additions, plan.rowLength());
        var part = plan.rowsPerStep() / plan.microBatches();
        var batch = new Batch(part * plan.rowLength());
        var kept = checkpoints.file().flatMap(file -> TrainingState.read(file, planDigest, environment()));
        kept.ifPresent(state -> {
            Floats.into(trained.flat(), state.buffer(NUMBERS, trained.size()));
            optimizer.remember(state);
        });
        var digest = kept.map(state -> state.skip(rows, plan.rowsPerStep())).orElseGet(RowDigest::new);
        var supervised = kept.map(TrainingState::supervisedTokens).orElse(0L);
        var first = kept.map(TrainingState::step).orElse(0);
        var began = System.nanoTime();
        for (var step = first; step < plan.steps(); step++) {
            var taken = StepRows.next(rows, plan, digest);
            supervised += taken.supervised();
            trained.gradient().zero_();
            var loss = 0.0;
            for (var from = 0; from < plan.rowsPerStep(); from += part) {
                batch.fill(taken.rows().subList(from, from + part), taken.total());
                loss += forward.lossAndGradients(batch);
            }
            if (!Double.isFinite(loss)) {
                throw new TrainingException(
                        "The loss of step %d is %s: lower the learning rates".formatted(step + 1, loss));
            }
            final double norm;
            try (var _ = new NoGradGuard()) {
                norm = optimizer.update(plan.schedule().factor(step, plan.steps()));
            }
            if (checkpoints.isDue(step + 1, plan.steps())) {
                var buffers = optimizer.memory();
                buffers.put(NUMBERS, Floats.of(trained.flat()));
                new TrainingState(step + 1, supervised, planDigest, digest.soFar(), environment(), buffers)
                        .write(checkpoints.file().orElseThrow());
            }
            listener.onStep(
                    report(plan, step + 1, step + 1 - first, loss, norm, supervised, System.nanoTime() - began));
        }
    }

    private static TrainingStep report(
            TrainingPlan plan, int step, int done, double loss, double norm, long supervised, long nanos) {
        var tokens = (long) step * plan.tokensPerStep();
        var perStep = (double) nanos / done;
        return new TrainingStep(
                step,
                plan.steps(),
                loss,
                norm,
                tokens,
                supervised,
                (double) done * plan.tokensPerStep() * 1e9 / Math.max(1, nanos),
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
