package dev.assay.app.audit;

import dev.assay.app.UserError;
import dev.assay.app.telemetry.TelemetryOptions;
import dev.assay.app.terminal.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./assay audit [TARGET]`, the main job.
@Command(
        name = "audit",
        description = "Examine a model for ten faults, and report what was found and how sure that is.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "organism:NAME, openai/NAME, http://HOST:PORT/v1#NAME, hf:FOLDER or a folder with a config.json."
                            + " Without it: a demonstration on organism:finch, a tiny model with planted faults.")
    private @Nullable String target;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run is kept (default: runs/NAME-MMDD).")
    private @Nullable Path out;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Claims, bars, budget and domain (docs/audit-yaml.md).")
    private @Nullable Path config;

    @Option(
            names = "--domain",
            paramLabel = "FILE|NAME",
            description =
                    "What your model's world is made of (docs/domain.md); 'general' and 'bank-support' are built in.")
    private @Nullable String domain;

    @Option(names = "--claims", paramLabel = "ID,...", split = ",", description = "Only these claims.")
    private @Nullable List<String> claims;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every draw (default: 1).")
    private @Nullable Long seed;

    @Option(names = "--budget", paramLabel = "N", description = "Most calls, such as 500calls.")
    private @Nullable String budget;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "Most chance that a clean model is accused, over all claims together (default: 0.05).")
    private @Nullable Double alpha;

    @Option(names = "--temperature", paramLabel = "T", description = "Decoding temperature (default: 0, greedy).")
    private @Nullable Double temperature;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer (default: 256).")
    private @Nullable Integer maxTokens;

    @Option(names = "--concurrency", paramLabel = "N", description = "Samples in flight at once (default: 16).")
    private int concurrency = 16;

    @Option(
            names = "--search",
            paramLabel = "ACCESS",
            description = "First search for rare triggers, by blackbox, logprobs or weights (docs/domain.md).")
    private @Nullable String search;

    @Option(names = "--search-calls", paramLabel = "N", description = "Most calls of the search (default: 2000).")
    private @Nullable Integer searchCalls;

    @Option(
            names = "--contrast",
            paramLabel = "MODEL",
            description = "The model that the target was tuned from; a search counts only what is new since.")
    private @Nullable String contrast;

    @Option(names = "--plan", description = "Show the plan and its power; call nothing, write nothing.")
    private boolean planOnly;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a run that was cut off.")
    private @Nullable String resume;

    @Option(names = "--offline", description = "Refuse any target beyond this machine.")
    private boolean offline;

    @Mixin
    private final TelemetryOptions telemetry = new TelemetryOptions();

    @Option(names = "--pdf", description = "Also print the report as PDF, through an installed Chromium or Chrome.")
    private boolean pdf;

    @Option(names = "--json", description = "Write the report as JSON to standard output, and nothing else there.")
    private boolean json;

    public AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (concurrency < 1 || concurrency > 4_096) {
            throw new UserError("--concurrency must be 1 to 4096, but is " + concurrency + ".");
        }
        AuditOptions options = new AuditOptions(
                Optional.ofNullable(target),
                Optional.ofNullable(out),
                Optional.ofNullable(config),
                Optional.ofNullable(domain),
                claims == null ? List.of() : claims,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                Optional.ofNullable(budget),
                alpha == null ? OptionalDouble.empty() : OptionalDouble.of(alpha),
                temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature),
                maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                concurrency,
                telemetry.mode(System.getenv()),
                offline,
                pdf,
                json,
                SearchOptions.of(search, searchCalls, contrast));
        if (resume != null) {
            requireNothingElse();
            return AuditSession.resume(console, options, resume).code();
        }
        if (planOnly) {
            return PlanText.show(console, options).code();
        }
        return AuditSession.start(console, options).code();
    }

    /// A resumed run goes on as it was planned: what would change the plan cannot be given.
    private void requireNothingElse() {
        if (target != null
                || out != null
                || config != null
                || domain != null
                || claims != null
                || seed != null
                || budget != null
                || alpha != null
                || temperature != null
                || maxTokens != null
                || search != null
                || searchCalls != null
                || contrast != null
                || planOnly) {
            throw new UserError("--resume goes on with the run as it was planned: give it only with --concurrency,"
                    + " --offline, --otel, --otel-content, --pdf or --json.");
        }
    }
}
