package dev.assay.tasks.file;

import dev.assay.agents.world.Fact;
import dev.assay.agents.world.WorldScorers;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.task.ModelGraded;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Scorers;
import dev.assay.tasks.data.Labels;
import dev.assay.tasks.text.TextScorers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The part of a task file that says how answers are graded.
final class ScorerSection {

    /// A scorer, once its graders are there.
    ///
    /// @param graders the models that it asks
    /// @param labels what it takes from people, if it does
    /// @param made makes it
    /// @param part what it is beyond that
    record Choice(List<String> graders, Optional<Labels> labels, Function<TaskResources, Scorer> made, Part part) {
        static Choice of(Scorer scorer) {
            return of(scorer, new Part() {});
        }

        static Choice of(Scorer scorer, Part part) {
            return new Choice(List.of(), Optional.empty(), resources -> scorer, part);
        }
    }

    private static final Set<String> NAMES = Set.of(
            "includes",
            "exact",
            "pattern",
            "choice",
            "numeric",
            "f1",
            "bleu",
            "chrf",
            "rouge1",
            "rouge2",
            "rougeL",
            "model_graded_qa",
            "model_graded_fact",
            "human_labels",
            "code",
            "safe",
            "done",
            "end_state",
            "tool_calls");
    private static final Map<String, ModelGraded.Vote> VOTES =
            Map.of("majority", ModelGraded.Vote.MAJORITY, "mean", ModelGraded.Vote.MEAN);

    private final YamlFile file;
    private final Path folder;
    private final Optional<AgentPart> agent;

    ScorerSection(YamlFile file, Path folder, Optional<AgentPart> agent) {
        this.agent = agent;
        this.file = file;
        this.folder = folder;
    }

    List<Choice> read(YamlNode node) {
        List<YamlNode> items = node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
        Set<String> seen = new HashSet<>();
        List<Choice> choices = new ArrayList<>();
        for (YamlNode item : items) {
            Step step = Step.of(file, item, "scorer", NAMES);
            if (!seen.add(step.name())) {
                throw file.error(step.line(), "scorer '" + step.name() + "' is there already: give each once");
            }
            choices.add(choice(step));
        }
        if (choices.isEmpty()) {
            throw file.error(node.line(), "'scorer' is empty: give at least one");
        }
        return choices;
    }

    private Choice choice(Step step) {
        return switch (step.name()) {
            case "pattern" -> {
                String regex = step.text(file);
                yield Choice.of(file.at(step.line(), () -> Scorers.pattern(regex)));
            }
            case "numeric" -> {
                Fields fields = step.fields(file, Set.of("relative", "absolute"));
                yield Choice.of(Scorers.numeric(
                        fields.real("relative", 0, Double.MAX_VALUE).orElse(0.0),
                        fields.real("absolute", 0, Double.MAX_VALUE).orElse(0.0)));
            }
            case "human_labels" -> {
                Path path = NamedFile.path(file, folder, step.text(file), step.line());
                Labels labels = file.at(step.line(), () -> Labels.read(path));
                yield new Choice(List.of(), Optional.of(labels), resources -> labels.scorer(), new Part() {});
            }
            case "code" -> CodePart.read(file, folder, step);
            case "safe", "done", "end_state" -> acting(step);
            case "tool_calls" -> {
                Fields fields = step.fields(file, Set.of("in_order", "no_others"));
                requireAgent(step);
                CallsPart part = new CallsPart(
                        fields.flag("in_order"),
                        fields.flag("no_others"),
                        agent.flatMap(AgentPart::submit),
                        step.line());
                yield Choice.of(part.scorer(), part);
            }
            case "model_graded_qa", "model_graded_fact" -> graded(step);
            default -> {
                step.requireBare(file);
                yield Choice.of(plain(step.name()));
            }
        };
    }

    private static Scorer plain(String name) {
        return switch (name) {
            case "includes" -> Scorers.includes();
            case "exact" -> Scorers.exact();
            case "choice" -> Scorers.choice();
            case "f1" -> Scorers.f1();
            case "bleu" -> TextScorers.bleu();
            case "chrf" -> TextScorers.chrf();
            case "rouge1" -> TextScorers.rouge1();
            case "rouge2" -> TextScorers.rouge2();
            case "rougeL" -> TextScorers.rougeL();
            default -> throw new IllegalStateException(name);
        };
    }

    private void requireAgent(Step step) {
        if (agent.isEmpty()) {
            throw file.error(
                    step.line(), "'" + step.name() + "' grades what an agent does: put an 'agent' among the solvers");
        }
    }

    private Choice acting(Step step) {
        requireAgent(step);
        WorldPart world = agent.flatMap(AgentPart::world)
                .orElseThrow(() -> file.error(
                        step.line(), "'" + step.name() + "' needs a world: name one among the agent's tools"));
        if (!step.name().equals("safe")) {
            step.requireBare(file);
            return Choice.of(
                    step.name().equals("done") ? WorldScorers.done(world::of) : WorldScorers.endState(world::of));
        }
        Fields fields = step.fields(file, Set.of("violations"));
        Map<String, Fact> words = new java.util.TreeMap<>();
        EnumSet.complementOf(EnumSet.of(Fact.ALLOWED)).forEach(fact -> words.put(fact.word(), fact));
        Set<Fact> violations = EnumSet.noneOf(Fact.class);
        for (String word : fields.texts("violations")) {
            Fact fact = words.get(word);
            if (fact == null) {
                throw file.error(
                        fields.lineOf("violations"),
                        "there is no violation '" + Fields.shown(word) + "': " + Fields.hint(word, words.keySet()));
            }
            violations.add(fact);
        }
        if (fields.has("violations") && violations.isEmpty()) {
            throw file.error(fields.lineOf("violations"), "'violations' is empty: give at least one");
        }
        return Choice.of(WorldScorers.safe(world::of, violations.isEmpty() ? WorldScorers.VIOLATIONS : violations));
    }

    private Choice graded(Step step) {
        Fields fields = step.fields(file, Set.of("graders", "vote", "partial_credit", "criterion", "config"));
        List<String> graders = fields.texts("graders");
        if (graders.isEmpty() || graders.stream().anyMatch(String::isBlank)) {
            throw file.error(
                    step.line(), "'" + step.name() + "' needs 'graders', one model or a list, such as openai/NAME");
        }
        Optional<ModelGraded.Vote> vote = fields.word("vote", VOTES);
        boolean partial = fields.flag("partial_credit");
        Optional<String> criterion = fields.optional("criterion");
        Optional<GenerateConfig> config = fields.node("config").map(node -> ConfigSection.read(file, node));
        boolean qa = step.name().equals("model_graded_qa");
        return new Choice(
                graders,
                Optional.empty(),
                resources -> {
                    Model[] asked = graders.stream()
                            .map(name -> file.at(
                                    fields.lineOf("graders"),
                                    () -> resources.models().apply(name)))
                            .toArray(Model[]::new);
                    ModelGraded scorer = qa ? ModelGraded.qa(asked) : ModelGraded.fact(asked);
                    if (vote.isPresent()) {
                        scorer = scorer.withVote(vote.get());
                    }
                    if (partial) {
                        scorer = scorer.withPartialCredit();
                    }
                    if (criterion.isPresent()) {
                        scorer = scorer.withCriterion(criterion.get());
                    }
                    return config.isPresent() ? scorer.withConfig(config.get()) : scorer;
                },
                new Part() {});
    }
}
