package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import java.util.List;

/// The model, as a solver is handed it. Every call is recorded in the sample's events.
public interface Generate {

    /// The state after the model answered, with the task's settings.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    default TaskState generate(TaskState state) {
        return generate(state, config());
    }

    /// The state after the model answered, with settings of the solver's own.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    default TaskState generate(TaskState state, GenerateConfig config) {
        return generate(state, config, List.of(), ToolChoice.AUTO);
    }

    /// The state after the model answered or asked for tools; the tools are the caller's to run.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    TaskState generate(TaskState state, GenerateConfig config, List<ToolInfo> tools, ToolChoice choice);

    /// The task's settings.
    GenerateConfig config();

    /// Notes what happened beside the calls of the model.
    void record(SampleEvent event);
}
