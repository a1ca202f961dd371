package dev.assay.app.telemetry;

import dev.assay.app.AssayVersion;
import dev.assay.app.UserError;
import dev.assay.telemetry.RunTelemetry;
import dev.assay.telemetry.TelemetryException;
import dev.assay.telemetry.TelemetrySettings;
import java.util.Optional;

/// Sets telemetry up. A class of its own, since the JVM loads what a method may catch together with its
/// class.
final class TelemetryOpener {

    private TelemetryOpener() {}

    static Optional<RunTelemetry> open(boolean content, boolean offline) {
        try {
            return Optional.of(RunTelemetry.open(new TelemetrySettings(content, offline, AssayVersion.current())));
        } catch (TelemetryException wrong) {
            throw new UserError(wrong.getMessage() + ".");
        }
    }
}
