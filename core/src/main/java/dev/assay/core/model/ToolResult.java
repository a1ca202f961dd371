package dev.assay.core.model;

import java.util.Objects;
import java.util.Optional;

/// Which call a message of role `TOOL` answers, and whether the tool failed.
///
/// @param toolCallId the call's {@link ToolCall#id}
/// @param function name of the tool
/// @param error why it failed, as the model is told; empty where it did not
public record ToolResult(String toolCallId, String function, Optional<ToolError> error) {

    public ToolResult {
        Objects.requireNonNull(toolCallId, "toolCallId");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(error, "error");
    }

    /// A failed tool, with Inspect's words for the kinds.
    ///
    /// @param type `parsing`, `timeout`, `unicode_decode`, `permission`, `file_not_found`,
    ///     `is_a_directory`,
    ///     `limit`,
    ///     `approval`, `unknown`, `output_limit` or another word
    /// @param message one sentence
    public record ToolError(String type, String message) {}
}
