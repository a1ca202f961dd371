package dev.assay.app.telemetry;

import dev.assay.app.UserError;
import dev.assay.telemetry.RunTelemetry;
import java.util.Optional;

/// Whether a run is told to a collector. Where it is not, nothing of OpenTelemetry is loaded.
public enum TelemetryMode {
    /// Nothing is told: the default, whatever `OTEL_` variables are set.
    OFF,
    /// That calls were made, of whom, with which settings, how long they took and how they ended.
    ON,
    /// And what was said.
    CONTENT;

    /// Prepares telemetry where it is asked for.
    ///
    /// @param offline whether only a collector on this machine is allowed
    /// @throws dev.assay.app.UserError if it cannot be set up as the environment says
    public Optional<RunTelemetry> open(boolean offline) {
        if (this == OFF) {
            return Optional.empty();
        }
        try {
            return TelemetryOpener.open(this == CONTENT, offline);
        } catch (NoClassDefFoundError missing) {
            throw new UserError(
                    "telemetry cannot be set up: its libraries are not on the class path; start the program by ./assay.");
        }
    }
}
