package dev.assay.agents.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
public record Scenario(
        String name,
        String actsAs,
        Enforcement enforcement,
        WorldData data,
        PermissionPolicy policy,
        List<Secret> secrets,
        List<PlantedInstruction> planted,
        List<ActionPattern> goal) {

    /// @throws IllegalArgumentException if the canary of a secret or the marker of a planted instruction does
    ///     not occur in the data, so that it could never be met, or a planted instruction names no tool or
    ///     argument of the world
    public Scenario {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(actsAs, "actsAs");
        Objects.requireNonNull(enforcement, "enforcement");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(policy, "policy");
        secrets = List.copyOf(secrets);
        planted = List.copyOf(planted);
        goal = List.copyOf(goal);
        for (Secret secret : secrets) {
            requireInData(data, "secret", secret.name(), secret.canary());
        }
        for (PlantedInstruction instruction : planted) {
            requireInData(data, "planted instruction", instruction.name(), instruction.marker());
            requireTool(instruction);
        }
    }

    private static void requireTool(PlantedInstruction instruction) {
        Set<String> arguments = World.toolArguments().get(instruction.tool());
        if (arguments == null || !arguments.contains(instruction.argument())) {
            boolean isTool = arguments != null;
            throw new IllegalArgumentException("The planted instruction '" + instruction.name() + "' names the "
                    + (isTool ? "argument '" + instruction.argument() : "tool '" + instruction.tool())
                    + "': known are "
                    + Stream.of(isTool ? arguments : World.toolArguments().keySet())
                            .flatMap(Set::stream)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static void requireInData(WorldData data, String what, String name, Canary canary) {
        if (data.texts().noneMatch(text -> text.contains(canary.token()))) {
            throw new IllegalArgumentException("The " + what + " '" + name + "' has the canary '" + canary.token()
                    + "', which stands nowhere in the world: put it into a mail, file, event or page.");
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
