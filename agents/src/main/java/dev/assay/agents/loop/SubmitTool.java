package dev.assay.agents.loop;

import dev.assay.agents.tool.Arguments;
import dev.assay.agents.tool.Description;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;

/// The tool by which an agent says that it is done.
final class SubmitTool {

    private final Arguments<Submission> arguments = Arguments.of(Submission.class);
    private final ToolInfo info;

    SubmitTool(String name) {
        this.info =
                new ToolInfo(name, "Submit your final answer. Call it once, when you are done.", arguments.schema());
    }

    ToolInfo info() {
        return info;
    }

    /// @throws dev.assay.agents.tool.ToolException `PARSING`
    String answer(ToolCall call) {
        return arguments.read(call).answer();
    }

    /// @param answer what the agent submits
    record Submission(@Description("Your final answer.") String answer) {}
}
