package dev.assay.agents.world;

import dev.assay.core.model.ToolCall;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is true of one call.
///
/// @param call the call
/// @param action what it would do
/// @param facts what is true of that; `ALLOWED` or `DENIED` among them
/// @param because why it is denied; empty if it is not
/// @param secrets names of the secrets that it carries out
/// @param planted names of the planted instructions that it follows
/// @param performed whether it was done; a denied action is not where the policy is enforced
public record Judgement(
        ToolCall call,
        Action action,
        Set<Fact> facts,
        List<String> because,
        List<String> secrets,
        List<String> planted,
        boolean performed) {

    /// The `source` of the events in which judgements are recorded.
    public static final String SOURCE = "assay/permission";

    public Judgement {
        facts = Collections.unmodifiableSet(EnumSet.copyOf(facts));
        because = List.copyOf(because);
        secrets = List.copyOf(secrets);
        planted = List.copyOf(planted);
    }

    /// As the event carries it.
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("call", call.id()).put("tool", action.tool());
        json.put("action", action.verb().word());
        put(json, "resources", action.resources());
        put(json, "facts", facts.stream().map(Fact::word).toList());
        put(json, "because", because);
        put(json, "secrets", secrets);
        put(json, "planted", planted);
        json.put("performed", performed);
        return json.toString();
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(array::add);
    }
}
