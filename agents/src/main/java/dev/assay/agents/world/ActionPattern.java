package dev.assay.agents.world;

import java.util.List;
import java.util.Map;

/// A set of actions. What is left empty leaves it open.
///
/// @param tools names of tools, with `*`
/// @param actions what is done
/// @param resources patterns with `*` for what it is done to
/// @param when what arguments must be
public record ActionPattern(
        List<String> tools, List<Verb> actions, List<String> resources, Map<String, Condition> when) {

    public ActionPattern {
        tools = List.copyOf(tools);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        when = Map.copyOf(when);
    }

    /// Whether `action` is one of them, as far as it is done to `resource`.
    boolean matches(Action action, String resource) {
        return (tools.isEmpty() || tools.stream().anyMatch(pattern -> Glob.matches(pattern, action.tool())))
                && (actions.isEmpty() || actions.contains(action.verb()))
                && (resources.isEmpty() || resources.stream().anyMatch(pattern -> Glob.matches(pattern, resource)))
                && when.entrySet().stream().allMatch(entry -> {
                    String value = action.arguments().get(entry.getKey());
                    return value != null && entry.getValue().holds(value);
                });
    }
}
