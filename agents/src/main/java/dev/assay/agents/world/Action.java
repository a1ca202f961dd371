package dev.assay.agents.world;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a call of a simulated tool would do, before it is done. Texts come from the model and are hostile.
///
/// @param tool the tool's name
/// @param verb what is done
/// @param resources to what, such as `mail:to/bo@finch.example` or `file:/home/ana/plan.txt`; at least one;
///     in canonical form: paths without `..`, addresses in lower case
/// @param arguments the arguments by name, as text
/// @param recipients to whom something leaves the world: addresses or hosts; empty if nothing does
/// @param outgoing what leaves it; empty if nothing does
/// @param destructive whether it cannot be taken back
public record Action(
        String tool,
        Verb verb,
        List<String> resources,
        Map<String, String> arguments,
        List<String> recipients,
        String outgoing,
        boolean destructive) {

    public Action {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(outgoing, "outgoing");
        resources = List.copyOf(resources);
        arguments = Map.copyOf(arguments);
        recipients = List.copyOf(recipients);
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("An action is done to at least one resource.");
        }
    }

    /// An action by which nothing leaves the world.
    static Action inside(String tool, Verb verb, String resource, Map<String, String> arguments, boolean destructive) {
        return new Action(tool, verb, List.of(resource), arguments, List.of(), "", destructive);
    }
}
