package dev.assay.agents.tool;

import dev.assay.core.model.ToolResult.ToolError;
import java.util.Objects;

/// A failure of a tool that the model is told of, so that it may try otherwise. Every other exception of a
/// tool is taken for a fault of the tool itself and ends the sample as errored.
public final class ToolException extends RuntimeException {

    private final ToolErrorType type;

    /// @param message one sentence, for the model
    public ToolException(ToolErrorType type, String message) {
        super(message);
        this.type = Objects.requireNonNull(type, "type");
    }

    /// @param message one sentence, for the model
    /// @param cause for the people who read the log
    public ToolException(ToolErrorType type, String message, Throwable cause) {
        super(message, cause);
        this.type = Objects.requireNonNull(type, "type");
    }

    public ToolErrorType type() {
        return type;
    }

    /// As messages and logs carry it.
    public ToolError toError() {
        return new ToolError(type.wireName(), String.valueOf(getMessage()));
    }
}
