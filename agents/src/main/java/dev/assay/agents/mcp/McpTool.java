package dev.assay.agents.mcp;

import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import java.util.StringJoiner;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool of an MCP server.
///
/// @param client the connection
/// @param name as the server calls it
/// @param info as a model is told of it
record McpTool(McpClient client, String name, ToolInfo info) implements Tool {

    private static final int INVALID_PARAMS = -32602;

    @Override
    public String call(ToolCall call) throws InterruptedException {
        ObjectNode arguments = call.parsedArguments()
                .orElseThrow(() -> new ToolException(
                        ToolErrorType.PARSING, "The arguments of " + call.function() + " are no JSON object."));
        JsonNode response;
        try {
            response = client.call(name, arguments);
        } catch (TimeoutException late) {
            throw new ToolException(ToolErrorType.TIMEOUT, "The tool's server did not answer in time.", late);
        }
        JsonNode error = response.path("error");
        if (error.isObject()) {
            boolean isParsing = error.path("code").asInt(0) == INVALID_PARAMS;
            throw new ToolException(
                    isParsing ? ToolErrorType.PARSING : ToolErrorType.UNKNOWN,
                    error.path("message").asString("The tool failed without a reason."));
        }
        JsonNode result = response.path("result");
        if (!result.isObject()) {
            throw new McpException("The MCP server answered a call of '" + info.name() + "' with no result.");
        }
        String text = text(result);
        if (result.path("isError").asBoolean(false)) {
            throw new ToolException(ToolErrorType.UNKNOWN, text.isEmpty() ? "The tool failed without a reason." : text);
        }
        return text;
    }

    /// The texts of the result; what is no text is named, and structured content stands where there is no
    /// other.
    private static String text(JsonNode result) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode part : result.path("content")) {
            switch (part.path("type").asString("")) {
                case "text" -> text.add(part.path("text").asString(""));
                case "image", "audio" ->
                    text.add("[" + part.path("type").asString() + " "
                            + part.path("mimeType").asString("of unknown type") + ", not shown]");
                case "resource" -> text.add(part.path("resource").path("text").asString("[resource, not shown]"));
                case "resource_link" -> text.add("[" + part.path("uri").asString("resource") + "]");
                default -> text.add("[content of unknown type, not shown]");
            }
        }
        JsonNode structured = result.path("structuredContent");
        return text.length() == 0 && !structured.isMissingNode() ? structured.toString() : text.toString();
    }
}
