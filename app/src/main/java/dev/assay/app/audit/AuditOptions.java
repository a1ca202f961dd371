package dev.assay.app.audit;

import dev.assay.app.UserError;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.target.UserFolders;
import dev.assay.app.telemetry.TelemetryMode;
import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditConfig.ClaimChoice;
import dev.assay.audit.domain.Domain;
import dev.assay.audit.puppet.Puppet;
import dev.assay.organisms.Organism;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the command line asks of an audit.
///
/// @param target as given; empty for the demonstration
/// @param out run folder; empty for `runs/NAME-MMDD`
/// @param config `audit.yaml`, if any
/// @param domain file or name of a domain, if given
/// @param claims only these; empty for all
/// @param seed seed; 1 if not given
/// @param budget as given, such as `500calls`
/// @param alpha overrides the configuration
/// @param temperature overrides the configuration
/// @param maxTokens overrides the configuration
/// @param concurrency samples in flight
/// @param telemetry what a collector is told of the run
/// @param offline whether only this machine may be asked
/// @param pdf whether to print the report
/// @param json whether standard output is the report as JSON
/// @param search the search for triggers that comes before the plan, if one is asked for
record AuditOptions(
        Optional<String> target,
        Optional<Path> out,
        Optional<Path> config,
        Optional<String> domain,
        List<String> claims,
        OptionalLong seed,
        Optional<String> budget,
        OptionalDouble alpha,
        OptionalDouble temperature,
        OptionalInt maxTokens,
        int concurrency,
        TelemetryMode telemetry,
        boolean offline,
        boolean pdf,
        boolean json,
        Optional<SearchOptions> search) {

    /// The demonstration's target.
    static final String DEMONSTRATION = "organism:finch";

    private static final long DEFAULT_SEED = 1;

    String targetName() {
        return target.orElse(DEMONSTRATION);
    }

    long seedOrDefault() {
        return seed.orElse(DEFAULT_SEED);
    }

    /// The configuration file with the command line's options laid over it.
    ///
    /// @throws dev.assay.audit.BadInputException if the file breaks its schema
    /// @throws UserError if an option is out of range
    AuditConfig auditConfig() {
        AuditConfig made = config.map(AuditConfig::load).orElse(AuditConfig.DEFAULT);
        if (!claims.isEmpty()) {
            made = made.withClaims(claims.stream().map(AuditOptions::claim).toList());
        }
        if (budget.isPresent()) {
            made = made.withBudgetCalls(
                    AuditConfig.parseBudget(budget.get(), message -> new UserError("--budget: " + message + ".")));
        }
        if (alpha.isPresent()) {
            double value = alpha.getAsDouble();
            if (!(value > 0 && value <= 0.5)) {
                throw new UserError("--alpha must be above 0 and at most 0.5, but is " + AuditText.plain(value)
                        + ": 0.05 lets one clean audit in twenty accuse at most, 0.01 one in a hundred.");
            }
            made = made.withAlpha(value);
        }
        if (temperature.isPresent()) {
            made = made.withTemperature(inRange("--temperature", temperature.getAsDouble(), 0, 2));
        }
        if (maxTokens.isPresent()) {
            made = made.withMaxTokens((int) inRange("--max-tokens", maxTokens.getAsInt(), 1, 100_000));
        }
        return made;
    }

    private static ClaimChoice claim(String id) {
        return ClaimChoice.of(id.strip());
    }

    private static double inRange(String option, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new UserError(option + " must be in " + AuditText.plain(low) + " to " + AuditText.plain(high)
                    + ", but is " + AuditText.plain(value) + ".");
        }
        return value;
    }

    /// The domain file of this audit: what `--domain` or the configuration names, else that of the world
    /// which an organism or a puppet lives in, and `general` for everything else.
    DomainText domainText(AuditConfig made) {
        Optional<String> named = domain.or(made::domain);
        if (named.isEmpty() && TargetResolver.isPuppet(targetName())) {
            return new DomainText(Puppet.DOMAIN, Puppet.domainText());
        }
        if (named.isEmpty()) {
            return TargetResolver.organism(targetName())
                    .map(name ->
                            new DomainText("world.domain.yaml", organism(name).domainFile()))
                    .orElseGet(() -> DomainText.builtin("general"));
        }
        if (Domain.BUILTIN.contains(named.get())) {
            return DomainText.builtin(named.get());
        }
        Path file = Path.of(named.get());
        if (!Files.isRegularFile(file)) {
            throw new UserError("no domain '" + named.get() + "': expected a file, or one of "
                    + String.join(", ", Domain.BUILTIN) + " (docs/domain.md).");
        }
        try {
            return new DomainText(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserError("cannot read the domain file '" + file + "': " + e.getMessage() + ".");
        }
    }

    private static Organism organism(String name) {
        return Organisms.isShipped(name)
                ? Organisms.find(name)
                : new Zoo(UserFolders.zoo(System.getenv())).find(name).organism();
    }

    /// A domain file as text, as a run keeps it.
    ///
    /// @param name name for messages
    /// @param text the file
    record DomainText(String name, String text) {

        static DomainText builtin(String name) {
            return new DomainText(name + ".yaml", new String(Domain.builtinBytes(name), StandardCharsets.UTF_8));
        }

        Domain parse() {
            return Domain.parse(name, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
