package dev.assay.telemetry;

import java.util.Objects;

/// Telemetry was asked for and cannot be set up as it is configured. The message is one sentence that
/// names the value and the remedy, and may be shown to a user.
public final class TelemetryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TelemetryException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
