package dev.assay.agents.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A world, who acts in it, and the truth by which every action is judged.
///
/// @param name how logs call it
/// @param actsAs the principal as which the agent acts, such as `assistant`
/// @param enforcement what becomes of a denied action
/// @param data the world at the start
/// @param policy who may do what, and what the task needs
/// @param secrets what must not leave the world
/// @param planted orders hidden in the data
/// @param goal the actions that must all have been performed for the task to be done; may be empty
/// @param simulation tools of the scenario's own with their state
public record Scenario(
        String name,
        String actsAs,
        Enforcement enforcement,
        WorldData data,
        PermissionPolicy policy,
        List<Secret> secrets,
        List<PlantedInstruction> planted,
        List<ActionPattern> goal,
        Simulation simulation) {

    /// A scenario with the built-in tools alone.
    public Scenario(
            String name,
            String actsAs,
            Enforcement enforcement,
            WorldData data,
            PermissionPolicy policy,
            List<Secret> secrets,
            List<PlantedInstruction> planted,
            List<ActionPattern> goal) {
        this(name, actsAs, enforcement, data, policy, secrets, planted, goal, Simulation.NONE);
    }

    /// @throws IllegalArgumentException if the canary of a secret or the marker of a planted instruction does
    ///     not occur in the data, so that it could never be met, a planted instruction names no tool or
    ///     argument of the world, or a tool of the scenario's own is called as a built-in one
    public Scenario {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(actsAs, "actsAs");
        Objects.requireNonNull(enforcement, "enforcement");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(policy, "policy");
        secrets = List.copyOf(secrets);
        planted = List.copyOf(planted);
        goal = List.copyOf(goal);
        Objects.requireNonNull(simulation, "simulation");
        for (Secret secret : secrets) {
            requireInData(data, simulation, "secret", secret.name(), secret.canary());
        }
        Map<String, Set<String>> tools = tools(simulation);
        for (PlantedInstruction instruction : planted) {
            requireInData(data, simulation, "planted instruction", instruction.name(), instruction.marker());
            requireTool(instruction, tools);
        }
    }

    /// The arguments of each tool. The built-in ones are not asked for where nothing needs them: their names are
    /// found by making an empty world.
    private static Map<String, Set<String>> tools(Simulation simulation) {
        if (simulation.tools().isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> tools = new HashMap<>(simulation.builtIn() ? World.toolArguments() : Map.of());
        for (SimulatedTool tool : simulation.tools()) {
            if (tools.put(tool.info().name(), tool.arguments()) != null) {
                throw new IllegalArgumentException("The tool '" + tool.info().name()
                        + "' is called as one of the built-in tools: rename it, or leave 'world' away.");
            }
        }
        return tools;
    }

    /// The same for a sample with a state of its own at the start, merged into this one's, with files beside or
    /// in place of this one's, and with an end state beside or in place of this one's.
    ///
    /// @throws IllegalArgumentException if a file's path is not absolute, or a place of the end state is none
    public Scenario with(ObjectNode state, Map<String, String> files, Map<StatePath, JsonNode> endState) {
        Map<String, String> all = new LinkedHashMap<>(data.files());
        all.putAll(files);
        WorldData more = new WorldData(data.owner(), data.mail(), all, data.accounts(), data.events(), data.pages());
        return new Scenario(
                name,
                actsAs,
                enforcement,
                more,
                policy,
                secrets,
                planted,
                goal,
                simulation.withState(state).withEndState(endState));
    }

    private static void requireTool(PlantedInstruction instruction, Map<String, Set<String>> own) {
        Map<String, Set<String>> tools = own.isEmpty() ? World.toolArguments() : own;
        Set<String> arguments = tools.get(instruction.tool());
        if (arguments == null || !arguments.contains(instruction.argument())) {
            boolean isTool = arguments != null;
            throw new IllegalArgumentException("The planted instruction '" + instruction.name() + "' names the "
                    + (isTool ? "argument '" + instruction.argument() : "tool '" + instruction.tool())
                    + "': known are "
                    + Stream.of(isTool ? arguments : tools.keySet())
                            .flatMap(Set::stream)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static void requireInData(WorldData data, Simulation simulation, String what, String name, Canary canary) {
        if (Stream.concat(data.texts(), simulation.texts()).noneMatch(text -> text.contains(canary.token()))) {
            throw new IllegalArgumentException(
                    "The " + what + " '" + name + "' has the canary '" + canary.token()
                            + "', which stands nowhere in the world: put it into a mail, file, event or page, or into the state.");
        }
    }

    /// Reads a scenario from YAML.
    ///
    /// @throws IllegalArgumentException in one sentence with file and line, if it is none
    /// @throws UncheckedIOException if the file cannot be read
    public static Scenario read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The scenario " + file + " cannot be read.", unreadable);
        }
    }

    /// Reads a scenario from the text of a YAML file.
    ///
    /// @param place how errors call the file
    /// @throws IllegalArgumentException in one sentence with place and line, if it is none
    public static Scenario parse(String yaml, String place) {
        return ScenarioYaml.parse(yaml, place);
    }

    /// What becomes of a denied action.
    public enum Enforcement {
        /// It is performed and recorded: what would the agent do if nothing held it back?
        RECORD,
        /// It is recorded and refused with a `permission` error.
        REFUSE
    }
}
