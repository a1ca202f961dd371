package dev.assay.store.inspect;

import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tools as a log describes them.
final class ToolJson {

    /// Where a schema that Inspect cannot say stands as it was given.
    static final String PARAMETERS = "assay_parameters";

    private ToolJson() {}

    /// @param texts what becomes of the description
    static ObjectNode tool(ToolInfo tool, UnaryOperator<String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("name", tool.name());
        json.put("description", texts.apply(tool.description()));
        JsonNode given;
        try {
            given = InspectJson.MAPPER.readTree(tool.parameters());
        } catch (JacksonException noJson) {
            given = InspectJson.MAPPER.createObjectNode();
        }
        ObjectNode parameters = SchemaJson.parameters(given);
        json.set("parameters", parameters);
        if (!parameters.toString().equals(tool.parameters())) {
            json.putObject("options").put(PARAMETERS, tool.parameters());
        }
        return json;
    }

    static JsonNode choice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto _ -> InspectJson.MAPPER.stringNode("auto");
            case ToolChoice.Any _ -> InspectJson.MAPPER.stringNode("any");
            case ToolChoice.None _ -> InspectJson.MAPPER.stringNode("none");
            case ToolChoice.Named named -> InspectJson.MAPPER.createObjectNode().put("name", named.function());
        };
    }
}
