package dev.assay.core.run;

import dev.assay.core.journal.EvalRow;
import dev.assay.core.task.EvalLog;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How a run goes about its samples. By default 64 at once, nobody watches, errored samples of a run that goes on are
/// left as they are, and any number of errors is borne.
///
/// @param control makes the levers of the run
/// @param onSample hears of each finished sample once it is durable, on the thread that ran it; must be safe for many
///     threads
/// @param onEarlier hears of each sample that the journal holds already and that stays as it is, before the first call
/// @param onFailure hears of what ended the run with an error, once, on the thread that met with it
/// @param retryErrored whether a run that goes on tries samples again that ended with an error
/// @param maxErrorsInARow the run ends with an error when so many samples one after another ended with an error, those
///     whose prompt was refused or too long left out; at least 1
public record EvalOptions(
        Supplier<RunControl> control,
        Consumer<EvalLog.EvalSample> onSample,
        Consumer<EvalRow> onEarlier,
        Consumer<Throwable> onFailure,
        boolean retryErrored,
        OptionalInt maxErrorsInARow) {

    /// Samples under way at once where nothing else is said.
    public static final int DEFAULT_CONCURRENCY = 64;

    /// 64 samples at once, nobody watches.
    public static final EvalOptions DEFAULT = new EvalOptions(
            () -> new RunControl(DEFAULT_CONCURRENCY),
            sample -> {},
            row -> {},
            failure -> {},
            false,
            OptionalInt.empty());

    public EvalOptions {
        Objects.requireNonNull(control, "control");
        Objects.requireNonNull(onSample, "onSample");
        Objects.requireNonNull(onEarlier, "onEarlier");
        Objects.requireNonNull(onFailure, "onFailure");
        if (maxErrorsInARow.isPresent() && maxErrorsInARow.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "maxErrorsInARow must be at least 1, but is " + maxErrorsInARow.getAsInt());
        }
    }

    /// Bounds the samples under way at once.
    ///
    /// @throws IllegalArgumentException if `value` is below 1
    public EvalOptions withMaxConcurrency(int value) {
        RunControl checked = new RunControl(value);
        return new EvalOptions(
                () -> new RunControl(checked.maxConcurrency()),
                onSample,
                onEarlier,
                onFailure,
                retryErrored,
                maxErrorsInARow);
    }

    /// Lets `value` govern the run; such options serve one run.
    public EvalOptions withControl(RunControl value) {
        return new EvalOptions(() -> value, onSample, onEarlier, onFailure, retryErrored, maxErrorsInARow);
    }

    public EvalOptions withOnSample(Consumer<EvalLog.EvalSample> value) {
        return new EvalOptions(control, value, onEarlier, onFailure, retryErrored, maxErrorsInARow);
    }

    public EvalOptions withOnEarlier(Consumer<EvalRow> value) {
        return new EvalOptions(control, onSample, value, onFailure, retryErrored, maxErrorsInARow);
    }

    public EvalOptions withOnFailure(Consumer<Throwable> value) {
        return new EvalOptions(control, onSample, onEarlier, value, retryErrored, maxErrorsInARow);
    }

    public EvalOptions withRetryErrored(boolean value) {
        return new EvalOptions(control, onSample, onEarlier, onFailure, value, maxErrorsInARow);
    }

    public EvalOptions withMaxErrorsInARow(int value) {
        return new EvalOptions(control, onSample, onEarlier, onFailure, retryErrored, OptionalInt.of(value));
    }
}
