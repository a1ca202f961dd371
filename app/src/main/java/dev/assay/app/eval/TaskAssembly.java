package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.model.Capability;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.SampleLimits;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Solvers;
import dev.assay.core.task.Task;
import dev.assay.tasks.data.DatasetOptions;
import dev.assay.tasks.data.Datasets;
import dev.assay.tasks.file.TaskFile;
import dev.assay.tasks.file.TaskResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// From what the command line asks for to the task that is run. All that is wrong with it is said here, before the
/// first call.
final class TaskAssembly {

    private static final long MOST_CHECKED_BYTES = 48L << 20;

    private TaskAssembly() {}

    /// @param graders opens the models that grade
    /// @throws UserError if an option is out of range or names nothing
    /// @throws IllegalArgumentException if the task file or the dataset cannot be used; the message names file and
    ///     line
    static Task task(EvalDefinition definition, Graders graders) {
        return task(definition, List.of(), graders);
    }

    /// @param added scorers beside those of the definition, or of its task, as `--scorer` takes them
    static Task task(EvalDefinition definition, List<String> added, Graders graders) {
        Task base = base(definition, graders);
        SampleSource all = base.dataset();
        SampleSource chosen = all;
        if (definition.positions().isPresent()) {
            chosen = new Selection(all, Positions.decode(definition.positions().get()));
        }
        if (definition.limit().isPresent()) {
            chosen = Selection.limited(chosen, definition.limit().get());
        }
        if (!definition.sampleIds().isEmpty()) {
            chosen = Selection.withIds(chosen, definition.sampleIds());
        }
        List<Scorer> scorers = new ArrayList<>(
                definition.scorers().isEmpty() ? base.scorers() : scorers(definition.scorers(), graders));
        scorers.addAll(scorers(added, graders));
        try {
            return new Task(
                    base.name(),
                    base.version(),
                    chosen,
                    solver(definition, base.solver()),
                    scorers,
                    base.metrics(),
                    config(definition, base.config()),
                    epochs(definition, base.epochs()),
                    limits(definition, base.limits()));
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    /// Refuses a model that cannot do what the task's solvers need.
    ///
    /// @throws UserError in one sentence
    static void requireAble(Task task, Model model) {
        Set<Capability> lacking = new TreeSet<>(task.solver().needs());
        lacking.removeAll(model.capabilities());
        if (lacking.contains(Capability.TOOLS)) {
            throw new UserError("model '" + model.name() + "' cannot call tools, and the agent of task '" + task.name()
                    + "' does: name a model that can, such as openai/NAME or a server whose model calls tools.");
        }
        if (!lacking.isEmpty()) {
            throw new UserError("model '" + model.name() + "' does not take "
                    + lacking.stream().map(Capability::words).collect(Collectors.joining(" and "))
                    + ", which task '" + task.name() + "' needs: name a model that does.");
        }
    }

    private static List<Scorer> scorers(List<String> names, Graders graders) {
        return names.stream().map(name -> ScorerNames.find(name, graders::find)).toList();
    }

    /// The task of the task file, or the plain one over a dataset.
    private static Task base(EvalDefinition definition, Graders graders) {
        if (definition.task().isPresent()) {
            return TaskFile.load(Path.of(definition.task().get()))
                    .task(graders.resources(), options -> options.withCheck(DatasetOptions.Check.EVERY_ROW));
        }
        Path file = Path.of(definition.data().orElseThrow());
        SampleSource samples = Datasets.open(
                file,
                DatasetOptions.DEFAULT.withCheck(
                        isLarge(file) ? DatasetOptions.Check.COUNT : DatasetOptions.Check.EVERY_ROW));
        return Task.named(samples.name()).dataset(samples).build();
    }

    /// Whether the task's file, as it is now, names programs or servers.
    static boolean startsPrograms(EvalDefinition definition) {
        return definition
                .task()
                .filter(file -> !TaskFile.load(Path.of(file)).starts().isEmpty())
                .isPresent();
    }

    /// Digests of what a task file names beside its dataset; empty where there is no task file.
    static List<String> otherDigests(EvalDefinition definition) {
        return definition
                .task()
                .map(file -> TaskFile.load(Path.of(file))
                        .otherDigests(new TaskResources(TaskResources.NONE.models(), Graders::set)))
                .orElse(List.of());
    }

    /// Of a large file the rows are only counted before the first call: to check each would delay that by more than a
    /// second. A bad row then ends the run where it lies, and what was answered is kept.
    private static boolean isLarge(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > MOST_CHECKED_BYTES;
        } catch (IOException e) {
            return false; // the source says what is wrong with it
        }
    }

    private static Solver solver(EvalDefinition definition, Solver base) {
        Solver solver = base;
        if (definition.template().isPresent()) {
            solver = template(definition.template().get()).then(solver);
        }
        if (definition.system().isPresent()) {
            solver = Solvers.system(definition.system().get()).then(solver);
        }
        return solver;
    }

    private static Solver template(String text) {
        try {
            return Solvers.promptTemplate(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("--template: " + e.getMessage());
        }
    }

    private static Epochs epochs(EvalDefinition definition, Epochs base) {
        try {
            List<EpochReducer> reducers = definition.reducers().isEmpty()
                    ? base.reducers()
                    : definition.reducers().stream().map(EpochReducer::of).toList();
            return new Epochs(definition.epochs().orElse(base.count()), reducers);
        } catch (IllegalArgumentException e) {
            throw new UserError("--epochs: " + e.getMessage());
        }
    }

    private static SampleLimits limits(EvalDefinition definition, SampleLimits base) {
        SampleLimits limits = base;
        Optional<String> messages = definition.limit("message-limit");
        if (messages.isPresent()) {
            limits = limits.withMessages((int) whole("--message-limit", messages.get(), 1, 1_000_000));
        }
        Optional<String> tokens = definition.limit("token-limit");
        if (tokens.isPresent()) {
            limits = limits.withTokens(whole("--token-limit", tokens.get(), 1, 1_000_000_000_000L));
        }
        Optional<String> time = definition.limit("time-limit");
        if (time.isPresent()) {
            limits = limits.withTime(duration("--time-limit", time.get()));
        }
        Optional<String> working = definition.limit("working-limit");
        if (working.isPresent()) {
            limits = limits.withWorking(duration("--working-limit", working.get()));
        }
        return limits;
    }

    /// Whether the options alone ask at temperature 0.
    static boolean isGreedy(EvalDefinition definition) {
        return isGreedy(config(definition, GenerateConfig.DEFAULT));
    }

    static boolean isGreedy(GenerateConfig config) {
        return config.temperature().isPresent() && config.temperature().getAsDouble() == 0;
    }

    private static GenerateConfig config(EvalDefinition definition, GenerateConfig base) {
        GenerateConfig.Builder config = base.toBuilder();
        Optional<String> temperature = definition.generation("temperature");
        if (temperature.isPresent()) {
            config.temperature(
                    temperature.get().equals("default")
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(number("--temperature", temperature.get(), 0, 2)));
        }
        given(definition, "top-p", text -> config.topP(OptionalDouble.of(number("--top-p", text, 1e-9, 1))));
        given(
                definition,
                "top-k",
                text -> config.topK(OptionalInt.of((int) whole("--top-k", text, 1, Integer.MAX_VALUE))));
        given(definition, "max-tokens", text -> config.maxTokens((int) whole("--max-tokens", text, 1, 10_000_000)));
        given(
                definition,
                "seed",
                text -> config.seed(java.util.OptionalLong.of(whole("--seed", text, Long.MIN_VALUE, Long.MAX_VALUE))));
        given(
                definition,
                "frequency-penalty",
                text -> config.frequencyPenalty(OptionalDouble.of(number("--frequency-penalty", text, -2, 2))));
        given(
                definition,
                "presence-penalty",
                text -> config.presencePenalty(OptionalDouble.of(number("--presence-penalty", text, -2, 2))));
        given(definition, "reasoning-effort", text -> config.reasoningEffort(Optional.of(text)));
        given(
                definition,
                "reasoning-tokens",
                text -> config.reasoningTokens(OptionalInt.of((int) whole("--reasoning-tokens", text, 1, 10_000_000))));
        given(definition, "logprobs", text -> config.logprobs(true));
        given(definition, "top-logprobs", text -> config.topLogprobs((int) whole("--top-logprobs", text, 1, 20)));
        given(definition, "stop", text -> config.stop(List.of(text.split("\u0000", -1))));
        return config.build();
    }

    private static void given(EvalDefinition definition, String name, Consumer<String> use) {
        definition.generation(name).ifPresent(use);
    }

    private static double number(String option, String text, double least, double most) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UserError(option + " '" + text + "' is no number.");
        }
        if (!(value >= least && value <= most)) {
            throw new UserError(
                    option + " must be in " + plain(least) + " to " + plain(most) + ", but is " + text + ".");
        }
        return value;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : "0";
    }

    private static long whole(String option, String text, long least, long most) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UserError(option + " '" + text + "' is no whole number.");
        }
        if (value < least || value > most) {
            throw new UserError(option + " must be " + least + " to " + most + ", but is " + text + ".");
        }
        return value;
    }

    private static Duration duration(String option, String text) {
        return Durations.parse(text)
                .orElseThrow(() ->
                        new UserError(option + " '" + text + "' is no length of time: write it as 90s, 10m or 2h."));
    }
}
