package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.core.claim.DesignEffect;
import dev.assay.core.task.Task;
import dev.assay.tasks.file.TaskFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// `./assay eval --plan`: what would be asked and what it could show. Nothing is called or written.
final class EvalPlan {

    /// Sizes that are shown where no dataset is named.
    private static final long[] SIZES = {50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    private final Console console;
    private final EvalSettings settings;
    private final PlanOptions options;

    EvalPlan(Console console, EvalSettings settings, PlanOptions options) {
        this.console = console;
        this.settings = settings;
        this.options = options;
    }

    /// The plan of a run.
    ///
    /// @throws UserError if anything that was given is wrong, as a run would say it
    ExitCode of(EvalDefinition definition) {
        PlanAssumptions assumptions = options.assumptions();
        PlanLoad load = new PlanLoad();
        PriceTable prices = settings.prices().map(PriceTable::load).orElse(PriceTable.NONE);
        try (EvalCalls calls = EvalCalls.of(settings, definition.model());
                Graders graders = new Graders(settings.offline(), calls.callSettings(), (name, model) -> {
                    calls.guard(name, model); // refuses what a run would refuse
                    return load.grader(name, model);
                })) {
            Task task = TaskAssembly.task(definition, graders);
            requireModel(definition.model(), task, calls);
            MissingTargets.refuse(task);
            MissingClusters.refuse(task);
            PlanSurvey survey = PlanSurvey.of(task, load, options.cluster());
            List<String> starts = settings.allowPrograms() ? List.of() : starts(definition);
            show(
                    new PlanText(
                                    survey,
                                    definition.model(),
                                    prices,
                                    calls.gate().map(BudgetGate::budget),
                                    assumptions,
                                    starts)
                            .lines(),
                    PlanJson.of(survey, definition.model(), prices, assumptions, starts));
            return ExitCode.OK;
        }
    }

    /// What the task starts beside its model, in words.
    private static List<String> starts(EvalDefinition definition) {
        return definition
                .task()
                .map(file -> TaskFile.load(Path.of(file)).starts())
                .orElse(List.of());
    }

    /// A model that is named is opened as a run would open it.
    private void requireModel(String name, Task task, EvalCalls calls) {
        if (name.isEmpty()) {
            return;
        }
        TargetResolver resolver = new TargetResolver(System.getenv(), settings.offline(), calls.callSettings());
        try (Target target = resolver.open(name)) {
            EvalSession.requireAble(task, target);
            calls.requirePossible(task.config());
        }
    }

    /// What any run of some sizes can show.
    ExitCode alone(EvalDefinition definition) {
        PlanAssumptions assumptions = options.assumptions();
        if (options.cluster().isPresent()) {
            throw new UserError("--cluster names metadata of samples: name their dataset with --data FILE, or a task"
                    + " with --task FILE.");
        }
        int epochs = definition.epochs().orElse(1);
        if (epochs < 1) {
            throw new UserError("--epochs: epochs must be at least 1, but is " + epochs + ".");
        }
        boolean greedy = TaskAssembly.isGreedy(definition);
        List<PlanPrecision> sizes = LongStream.of(SIZES)
                .mapToObj(size -> PlanPrecision.of(
                        assumptions.accuracies().getFirst(), DesignEffect.none(size), epochs, greedy, assumptions))
                .toList();
        show(PlanText.alone(sizes, assumptions), PlanJson.alone(sizes, assumptions));
        return ExitCode.OK;
    }

    private void show(List<String> lines, String json) {
        if (settings.json()) {
            console.out().println(json);
        } else {
            lines.forEach(console.out()::println);
        }
    }
}
