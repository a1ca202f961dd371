package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.target.UserFolders;
import dev.assay.app.telemetry.TelemetryOptions;
import dev.assay.app.terminal.Console;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `./assay eval`.
@Command(
        name = "eval",
        description = "Ask a model the questions of a dataset, and grade its answers.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 every sample was scored or excluded, 2 bad input and nothing was paid for,",
            "  3 the budget was spent before the end, 4 some samples errored or a scorer graded none,",
            "  70 an error of ours, 130 interrupted or stopped. After 3, 4 and 130 the last line says how to go on."
        })
public final class EvalCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Dataset: JSONL, JSON, CSV, TSV, Parquet or a folder, with the fields id, input and target.")
    private @Nullable Path data;

    @Option(
            names = "--task",
            paramLabel = "FILE",
            description = "A task in YAML (docs/tasks-yaml.md), in place of --data.")
    private @Nullable Path task;

    @Option(
            names = "--model",
            paramLabel = "TARGET",
            description = "organism:NAME, openai/NAME, anthropic/NAME, google/NAME, bedrock/NAME, azure/NAME,"
                    + " http://HOST:PORT/v1#NAME, hf:FOLDER or a folder with a config.json.")
    private @Nullable String model;

    @Option(
            names = "--scorer",
            paramLabel = "NAME",
            description = "How answers are graded: " + ScorerNames.FORMS
                    + ". May be given several times; the first gives the headline (default: includes).")
    private @Nullable List<String> scorers;

    @Option(names = "--system", paramLabel = "TEXT", description = "System message put in front of each question.")
    private @Nullable String system;

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description = "Text around each question, {prompt} in its place.")
    private @Nullable String template;

    @Option(names = "--limit", paramLabel = "N|A-B", description = "Only the first N samples, or those from A to B.")
    private @Nullable String limit;

    @Option(names = "--sample-id", paramLabel = "ID", split = ",", description = "Only these samples.")
    private @Nullable List<String> sampleIds;

    @Option(names = "--epochs", paramLabel = "N", description = "How often each sample is asked (default: 1).")
    private @Nullable Integer epochs;

    @Option(
            names = "--epochs-reducer",
            paramLabel = "NAME",
            split = ",",
            description = "How its scores become one: mean, median, mode, max, at_least_K, pass_at_K (default: mean).")
    private @Nullable List<String> reducers;

    @Mixin
    private final GenerationOptions generation = new GenerationOptions();

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Most calls at once (default: " + EvalSettings.DEFAULT_CONCURRENCY
                    + "). Below it the number follows what the endpoint answers.")
    private @Nullable Integer concurrency;

    @Option(names = "--max-retries", paramLabel = "N", description = "How often a call is made again (default: 8).")
    private @Nullable Integer maxRetries;

    @Option(
            names = "--timeout",
            paramLabel = "T",
            description = "How long a call may take with its retries, such as 90s (default: 10m).")
    private @Nullable String timeout;

    @Option(
            names = "--response-timeout",
            paramLabel = "T",
            description = "How long a server may be silent before a call is made again (default: 2m).")
    private @Nullable String responseTimeout;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "What this command may spend, such as 500calls, 2Mtokens, 5USD or 10m, or several with commas"
                    + " between them. It stops before that is exceeded. A resumed run has that of before anew, unless"
                    + " another is given, or 'none'.")
    private @Nullable String budget;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "What a million tokens of each model cost (docs/prices.md); without it no cost is shown.")
    private @Nullable Path prices;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            description = "Keep answers in DIR, and take from there what was asked before: no call, no cost (default:"
                    + " off; without DIR: ~/.cache/assay/responses).")
    private @Nullable String cache;

    @Option(names = "--tag", paramLabel = "WORD", description = "A word by which the run can be found.")
    private @Nullable List<String> tags;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run is kept (default: runs/NAME-MMDD).")
    private @Nullable Path out;

    @Option(
            names = "--store",
            paramLabel = "PLACE",
            description = "Where the journal is kept: a file, or jdbc:postgresql://HOST:PORT/DATABASE with the user and"
                    + " the password in PGUSER and PGPASSWORD (default: run.db in the run's folder).")
    private @Nullable String store;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with a run that was cut off, at the concurrency, with the budget, prices, retries and"
                    + " timeouts, and as offline as it was begun; what is given takes their place.")
    private @Nullable String resume;

    @Option(names = "--retry-errors", paramLabel = "RUN", description = "And try again what ended with an error.")
    private @Nullable String retryErrors;

    @Option(
            names = "--filter-failing",
            paramLabel = "RUN",
            description = "A new run of those samples of RUN whose score was below 1.")
    private @Nullable String filterFailing;

    @Option(names = "--filter-errors", paramLabel = "RUN", description = "A new run of those that errored in RUN.")
    private @Nullable String filterErrors;

    @Mixin
    private final TelemetryOptions telemetry = new TelemetryOptions();

    @Option(names = "--detach", description = "Print the run's name and return; the run goes on by itself.")
    private boolean detach;

    @Option(names = "--offline", description = "Refuse any model beyond this machine.")
    private boolean offline;

    @Option(
            names = "--allow-programs",
            description = "Let the task start MCP servers, which run with your rights, and sandboxes, ask MCP servers"
                    + " elsewhere, and hand these the variables and files that it names. A task that needs it is refused"
                    + " with their names.")
    private boolean allowPrograms;

    @Option(names = "--json", description = "Write the result as JSON to standard output, and nothing else there.")
    private boolean json;

    public EvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EvalSession session = new EvalSession(console, settings());
        requireOneKind();
        plan.requirePlan();
        if (plan.isWanted()) {
            return plan(session).code();
        }
        if (resume != null || retryErrors != null) {
            requireNothingElse();
            if (detach) {
                RunFolder folder = RunFolder.existing(resume != null ? resume : String.valueOf(retryErrors));
                return DetachedRun.start(console, folder, attached(), false).code();
            }
            return session.resume(resume != null ? resume : String.valueOf(retryErrors), retryErrors != null)
                    .code();
        }
        EvalDefinition definition = chosen(session);
        if (detach) {
            RunFolder folder = session.reserve(definition);
            List<String> arguments = attached();
            if (out == null) {
                arguments.add("--out");
                arguments.add(folder.path().toString());
            }
            return DetachedRun.start(console, folder, arguments, true).code();
        }
        return session.start(definition).code();
    }

    /// Shows what would be run. Neither the data nor the model need be named.
    private ExitCode plan(EvalSession session) {
        if (resume != null || retryErrors != null || detach) {
            String other = resume != null ? "--resume" : retryErrors != null ? "--retry-errors" : "--detach";
            throw new UserError("--plan shows a new run and runs nothing: leave " + other + " away.");
        }
        EvalPlan shown = new EvalPlan(console, session.settings(), plan);
        boolean anything = data != null || task != null || filterFailing != null || filterErrors != null;
        return anything ? shown.of(chosen(session)) : shown.alone(definition());
    }

    /// The arguments without `--detach`.
    private List<String> attached() {
        List<String> arguments = new ArrayList<>(List.of("eval"));
        given().stream().filter(word -> !word.equals("--detach")).forEach(arguments::add);
        return arguments;
    }

    private EvalDefinition chosen(EvalSession session) {
        EvalDefinition definition = definition();
        if ((filterFailing != null || filterErrors != null) && (data != null || task != null)) {
            throw new UserError((filterFailing != null ? "--filter-failing" : "--filter-errors")
                    + " takes the samples of an earlier run from that run's own dataset: leave "
                    + (data != null ? "--data" : "--task") + " away.");
        }
        if (filterFailing != null) {
            return session.filtered(filterFailing, true, definition);
        }
        if (filterErrors != null) {
            return session.filtered(filterErrors, false, definition);
        }
        if (data == null && task == null) {
            throw new UserError("nothing to ask: name a dataset with --data FILE, or a task with --task FILE.");
        }
        if (data != null && task != null) {
            throw new UserError("--data and --task exclude each other: a task names its own dataset.");
        }
        if (model == null && !plan.isWanted()) {
            throw new UserError("nobody to ask: name a model with --model TARGET, such as openai/NAME or"
                    + " http://127.0.0.1:8000/v1#NAME.");
        }
        return definition;
    }

    private EvalSettings settings() {
        if (concurrency != null && (concurrency < 1 || concurrency > EvalSettings.MOST_CONCURRENCY)) {
            throw new UserError(
                    "--concurrency must be 1 to " + EvalSettings.MOST_CONCURRENCY + ", but is " + concurrency + ".");
        }
        return new EvalSettings(
                Optional.ofNullable(out),
                Optional.ofNullable(store),
                concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency),
                retries(),
                duration("--timeout", timeout),
                duration("--response-timeout", responseTimeout),
                // A new run has no budget unless it is given one; a run that goes on has that of before.
                Optional.ofNullable(budget)
                        .filter(given -> resume != null
                                || retryErrors != null
                                || !given.strip().equals(KeptSettings.NO_BUDGET))
                        .map(String::strip),
                Optional.ofNullable(prices),
                Optional.ofNullable(cache).map(EvalCommand::cacheFolder),
                telemetry.mode(System.getenv()),
                offline,
                json,
                commandLine(),
                allowPrograms);
    }

    private OptionalInt retries() {
        if (maxRetries == null) {
            return OptionalInt.empty();
        }
        if (maxRetries < 0 || maxRetries > 1_000) {
            throw new UserError("--max-retries must be 0 to 1000, but is " + maxRetries + ".");
        }
        return OptionalInt.of(maxRetries);
    }

    private static Optional<Duration> duration(String option, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Durations.parse(given)
                        .orElseThrow(() -> new UserError(
                                option + " '" + given + "' is no length of time: write it as 90s, 10m or 2h.")));
    }

    private static Path cacheFolder(String given) {
        try {
            Path folder = given.isBlank() ? UserFolders.responses(System.getenv()) : Path.of(given);
            return folder.toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UserError("--cache '" + given + "' is no folder's name: " + e.getReason() + ".");
        }
    }

    private EvalDefinition definition() {
        return new EvalDefinition(
                Optional.ofNullable(data)
                        .map(file -> file.toAbsolutePath().normalize().toString()),
                Optional.ofNullable(task)
                        .map(file -> file.toAbsolutePath().normalize().toString()),
                model == null ? "" : model,
                scorers == null ? List.of() : scorers,
                Optional.ofNullable(system),
                Optional.ofNullable(template),
                Optional.ofNullable(limit),
                sampleIds == null ? List.of() : sampleIds,
                Optional.empty(),
                epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
                reducers == null ? List.of() : reducers,
                generation.generation(),
                generation.limits(),
                tags == null ? List.of() : tags);
    }

    /// The command line as it was given; keys are never part of one.
    String commandLine() {
        StringBuilder command = new StringBuilder("./assay eval");
        given().forEach(word -> command.append(' ').append(EvalText.shellWord(shown(word))));
        return command.toString();
    }

    /// A word without the password that the address of a database may hold.
    private String shown(String word) {
        return store == null || store.isEmpty() ? word : word.replace(store, Store.withoutCredentials(store));
    }

    /// The words after `eval`.
    private List<String> given() {
        ParseResult parsed = spec == null ? null : spec.root().commandLine().getParseResult();
        List<String> words = parsed == null ? List.of() : parsed.originalArgs();
        return words.isEmpty() ? words : words.subList(1, words.size());
    }

    private void requireOneKind() {
        long kinds = java.util.stream.Stream.of(resume, retryErrors, filterFailing, filterErrors)
                .filter(java.util.Objects::nonNull)
                .count();
        if (kinds > 1) {
            throw new UserError("--resume, --retry-errors, --filter-failing and --filter-errors exclude each other:"
                    + " give one of them.");
        }
    }

    /// A resumed run asks what it asked: what would change that cannot be given.
    private void requireNothingElse() {
        EvalDefinition none = new EvalDefinition(
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        if (!definition().equals(none) || out != null) {
            throw new UserError((resume != null ? "--resume" : "--retry-errors")
                    + " goes on with the run as it is: give it only with --concurrency, --budget, --prices, --cache,"
                    + " --max-retries, --timeout, --response-timeout, --offline, --allow-programs, --otel, --otel-content,"
                    + " --detach or --json.");
        }
    }
}
