package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;

/// The model, as a solver is handed it.
public interface Generate {

    /// The state after the model answered, with the task's settings.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    TaskState generate(TaskState state);

    /// The state after the model answered, with settings of the solver's own.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    TaskState generate(TaskState state, GenerateConfig config);
}
