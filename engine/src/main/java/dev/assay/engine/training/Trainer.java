package dev.assay.engine.training;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.checkpoint.Weights;
import java.util.ServiceLoader;

/// Trains a Llama on the CPU. Found by `ServiceLoader`, so that whoever plans a run needs no native library
/// to compile.
///
/// The same plan and the same rows give the same weights, bit for bit, in the same [#environment()].
public interface Trainer {

    /// Runs the plan to its end, keeping nothing on the way.
    ///
    /// @throws TrainingException as [#train(TrainingPlan, RowSource, TrainingListener, Checkpoints)] does
    default Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener) {
        return train(plan, rows, listener, Checkpoints.NONE);
    }

    /// Runs the plan to its end, from where it was cut off if its state was kept. A run that was cut off
    /// gives the weights, bit for bit, of one that was not.
    ///
    /// @param rows asked for `rowsPerStep * steps` rows, from the first, in the calling thread
    /// @throws TrainingException if the natives cannot be loaded, a row has another length than the plan
    ///     states or a
    ///     token outside the vocabulary, the loss is no longer a number, or the kept state is of another
    /// plan, of other rows or of another environment
    Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener, Checkpoints checkpoints);

    /// The same for an adapter: the weights that the plan starts from stay as they are, and low-rank
    /// matrices beside them are trained by AdamW.
    ///
    /// @param start where it begins: [LoraAdapter#initial], or one that was trained before
    /// @throws TrainingException as for weights, and if the adapter is for another base, replaces whole
    ///     tensors, or goes beside other modules than a Llama's
    LoraAdapter trainAdapter(
            TrainingPlan plan, LoraAdapter start, RowSource rows, TrainingListener listener, Checkpoints checkpoints);

    /// What besides plan and rows decides the bits of the outcome: library versions, kernels, threads. One
    /// line.
    String environment();

    /// The trainer on the class path.
    ///
    /// @throws TrainingException if there is none
    static Trainer find() {
        return ServiceLoader.load(Trainer.class, Trainer.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new TrainingException(
                        "No trainer is on the class path: add the room torch (assay-torch), which brings libtorch"));
    }
}
