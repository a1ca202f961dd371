import org.jspecify.annotations.NullMarked;

/// What a run does, as OpenTelemetry traces and metrics, where asked for.
@NullMarked
module dev.assay.telemetry {
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.autoconfigure;
    requires io.opentelemetry.sdk.autoconfigure.spi;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.metrics;
    requires io.opentelemetry.sdk.trace;
    requires java.logging;
    requires java.net.http;
    requires static org.jspecify;
    requires transitive dev.assay.core;

    exports dev.assay.telemetry;
}
