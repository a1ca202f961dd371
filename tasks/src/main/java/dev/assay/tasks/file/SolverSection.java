package dev.assay.tasks.file;

import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Solvers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The part of a task file that says how a question becomes an answer.
final class SolverSection {

    /// A solver, once there are the datasets that it draws from.
    interface Choice extends Part {

        /// @param sources opens the datasets that it draws from
        /// @param programs whether it may start programs
        Solver make(Function<DatasetChoice, SampleSource> sources, Programs programs);

        /// The agent, where it is one.
        default Optional<AgentPart> agent() {
            return Optional.empty();
        }
    }

    private static final Set<String> NAMES = Set.of(
            "system",
            "user",
            "prompt_template",
            "few_shot",
            "chain_of_thought",
            "multiple_choice",
            "generate",
            "self_critique",
            "multi_turn",
            "agent");
    private static final Set<String> ASKING =
            Set.of("multiple_choice", "generate", "self_critique", "multi_turn", "agent");

    private final YamlFile file;
    private final DatasetSection datasets;
    private final Path folder;

    SolverSection(YamlFile file, DatasetSection datasets, Path folder) {
        this.folder = folder;
        this.file = file;
        this.datasets = datasets;
    }

    List<Choice> read(YamlNode node) {
        List<YamlNode> items = node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
        List<Choice> choices = new ArrayList<>();
        boolean asks = false;
        for (YamlNode item : items) {
            Step step = Step.of(file, item, "solver", NAMES);
            if (step.name().equals("self_critique") && !asks) {
                throw file.error(step.line(), "'self_critique' needs an answer: put 'generate' before it");
            }
            asks |= ASKING.contains(step.name());
            Choice choice = choice(step);
            if (choice.agent().isPresent()
                    && choices.stream().anyMatch(other -> other.agent().isPresent())) {
                throw file.error(step.line(), "there is an agent already: a task has one at most");
            }
            choices.add(choice);
        }
        if (!asks) {
            throw file.error(node.line(), "no solver asks the model: end the list with 'generate'");
        }
        return choices;
    }

    private Choice choice(Step step) {
        return switch (step.name()) {
            case "system" -> fixed(Solvers.system(step.text(file)));
            case "user" -> fixed(Solvers.user(step.text(file)));
            case "prompt_template" -> {
                String template = step.text(file);
                yield fixed(file.at(step.line(), () -> Solvers.promptTemplate(template)));
            }
            case "chain_of_thought" -> {
                step.requireBare(file);
                yield fixed(Solvers.chainOfThought());
            }
            case "multiple_choice" -> {
                Fields fields = step.fields(file, Set.of("several", "reasoning"));
                yield fixed(Solvers.multipleChoice(fields.flag("several"), fields.flag("reasoning")));
            }
            case "few_shot" -> fewShot(step);
            case "self_critique" -> selfCritique(step);
            case "multi_turn" -> multiTurn(step);
            case "agent" ->
                AgentPart.read(
                        file,
                        folder,
                        step.settings()
                                .orElseThrow(() -> file.error(step.line(), "'agent' needs 'tools', at least one")),
                        step.line());
            case "generate" -> {
                if (step.settings().isEmpty()) {
                    yield fixed(Solvers.generate());
                }
                yield fixed(Solvers.generate(
                        ConfigSection.read(file, step.settings().get())));
            }
            default -> throw new IllegalStateException(step.name());
        };
    }

    private static Choice fixed(Solver solver) {
        return (sources, programs) -> solver;
    }

    private Choice fewShot(Step step) {
        Fields fields = step.fields(file, Set.of("dataset", "count", "seed"));
        DatasetChoice dataset = datasets.read(fields.node("dataset")
                .orElseThrow(
                        () -> file.error(step.line(), "'few_shot' needs 'dataset', where its examples come from")));
        int count = (int) fields.whole("count", 1, 1000).orElse(5);
        long seed = fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0);
        return (sources, programs) -> file.at(step.line(), () -> Solvers.fewShot(sources.apply(dataset), count, seed));
    }

    private Choice selfCritique(Step step) {
        if (step.settings().isEmpty()) {
            return fixed(Solvers.selfCritique());
        }
        Fields fields = step.fields(file, Set.of("critique", "revision"));
        String critique = fields.text("critique");
        String revision = fields.text("revision");
        return fixed(file.at(step.line(), () -> Solvers.selfCritique(critique, revision)));
    }

    private Choice multiTurn(Step step) {
        if (step.settings().isPresent() && step.settings().get() instanceof YamlNode.Sequence sequence) {
            List<String> turns = new ArrayList<>();
            for (YamlNode item : sequence.items()) {
                if (!(item instanceof YamlNode.Scalar scalar) || scalar.text().isBlank()) {
                    throw file.error(item.line(), "a turn of 'multi_turn' must be a text");
                }
                turns.add(scalar.text());
            }
            return fixed(file.at(step.line(), () -> Solvers.multiTurn(turns)));
        }
        Fields fields = step.fields(file, Set.of("metadata"));
        return fixed(Solvers.multiTurnFrom(fields.text("metadata")));
    }
}
