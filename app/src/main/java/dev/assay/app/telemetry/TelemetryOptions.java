package dev.assay.app.telemetry;

import dev.assay.app.UserError;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options by which a command is asked for telemetry.
public final class TelemetryOptions {

    @Option(
            names = "--otel",
            description = "Tell an OpenTelemetry collector of the run (default: off; OTEL_EXPORTER_OTLP_ENDPOINT says"
                    + " where it is, else localhost:4318; docs/opentelemetry.md).")
    private boolean on;

    @Option(names = "--otel-content", description = "And of what was asked and answered.")
    private boolean content;

    /// What was asked for, by option or by the variable `ASSAY_OTEL` (`on`, `content` or `off`); an
    /// option goes before.
    ///
    /// @throws UserError if the variable says something else
    public TelemetryMode mode(Map<String, String> environment) {
        if (content) {
            return TelemetryMode.CONTENT;
        }
        if (on) {
            return TelemetryMode.ON;
        }
        String said = environment.getOrDefault("ASSAY_OTEL", "").strip();
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "", "off" -> TelemetryMode.OFF;
            case "on" -> TelemetryMode.ON;
            case "content" -> TelemetryMode.CONTENT;
            default -> throw new UserError("ASSAY_OTEL is '" + said + "': set it to on, content or off, or unset it.");
        };
    }
}
