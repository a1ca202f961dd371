package dev.assay.app.eval;

import dev.assay.app.telemetry.TelemetryMode;
import dev.assay.tasks.file.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How a command goes about a run; none of it decides what is asked.
///
/// @param out run folder; empty for `runs/NAME-MMDD`
/// @param store where the journal is, if not in the run folder
/// @param concurrency samples that may be under way; empty leaves it to the model's limiter
/// @param maxRetries how often a call is made again
/// @param timeout how long one call may take, with its retries
/// @param responseTimeout how long a server may be silent before the call is made again
/// @param budget as given
/// @param prices price table
/// @param cache folder of the response cache, absolute; empty for none
/// @param telemetry what a collector is told of the run
/// @param offline whether only this machine may be asked
/// @param json whether standard output is the result as JSON
/// @param command the command line, for the journal
/// @param allowPrograms whether the task may start MCP servers and sandboxes on this machine
record EvalSettings(
        Optional<Path> out,
        Optional<String> store,
        OptionalInt concurrency,
        OptionalInt maxRetries,
        Optional<Duration> timeout,
        Optional<Duration> responseTimeout,
        Optional<String> budget,
        Optional<Path> prices,
        Optional<Path> cache,
        TelemetryMode telemetry,
        boolean offline,
        boolean json,
        String command,
        boolean allowPrograms) {

    /// Samples under way at once where nothing else is said; how many of them call follows what the endpoint answers.
    static final int DEFAULT_CONCURRENCY = 512;

    static final int MOST_CONCURRENCY = 65_536;

    /// These settings with another folder of the response cache.
    EvalSettings withCache(Path folder) {
        return with(concurrency, maxRetries, timeout, responseTimeout, budget, prices, Optional.of(folder), offline);
    }

    /// What a task that is run may start on this machine.
    Programs programs() {
        return !allowPrograms ? Programs.REFUSED : offline ? Programs.ALLOWED_OFFLINE : Programs.ALLOWED;
    }

    /// These settings with what an order changed.
    EvalSettings with(RunOrder order) {
        return with(
                order.concurrency().isPresent() ? order.concurrency() : concurrency,
                maxRetries,
                timeout,
                responseTimeout,
                order.budget().or(() -> budget),
                prices,
                cache,
                offline);
    }

    /// These settings with other bounds and another pace; the one place where settings are copied.
    EvalSettings with(
            OptionalInt newConcurrency,
            OptionalInt newMaxRetries,
            Optional<Duration> newTimeout,
            Optional<Duration> newResponseTimeout,
            Optional<String> newBudget,
            Optional<Path> newPrices,
            Optional<Path> newCache,
            boolean isOffline) {
        return new EvalSettings(
                out,
                store,
                newConcurrency,
                newMaxRetries,
                newTimeout,
                newResponseTimeout,
                newBudget,
                newPrices,
                newCache,
                telemetry,
                isOffline,
                json,
                command,
                allowPrograms);
    }

    int concurrencyOrDefault() {
        return concurrency.orElse(DEFAULT_CONCURRENCY);
    }
}
