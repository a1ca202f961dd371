package dev.assay.telemetry;

import java.util.Objects;

/// What is told, and to whom it may be told. Where the collector is, and how it is spoken to, say
/// OpenTelemetry's own environment variables (`OTEL_EXPORTER_OTLP_ENDPOINT` and the others).
///
/// @param content whether what was asked and answered is told too; never unless asked for
/// @param offline whether only a collector on this machine is allowed
/// @param version of Assay
public record TelemetrySettings(boolean content, boolean offline, String version) {

    public TelemetrySettings {
        Objects.requireNonNull(version, "version");
    }
}
