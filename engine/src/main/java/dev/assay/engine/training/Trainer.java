package dev.assay.engine.training;

import dev.assay.engine.checkpoint.Weights;
import java.util.ServiceLoader;

/// Trains a Llama on the CPU. Found by `ServiceLoader`, so that whoever plans a run needs no native library
/// to compile.
///
/// The same plan and the same rows give the same weights, bit for bit, in the same [#environment()].
public interface Trainer {

    /// Runs the plan to its end.
    ///
    /// @param rows asked for `rowsPerStep * steps` rows, in the calling thread
    /// @throws TrainingException if the natives cannot be loaded, a row has another length than the plan
    ///     states or a
    ///     token outside the vocabulary, or the loss is no longer a number
    Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener);

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
