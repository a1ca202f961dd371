package dev.assay.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The way to the collector: OpenTelemetry's SDK as its environment variables configure it, with defaults
/// that never hold a run up. Spans wait in a queue of 8,192, from which the SDK drops what does not fit;
/// a batch that fails is not sent again; the end waits a stated time and no longer. What did not arrive
/// is counted.
final class Collector {

    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "assay",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.bsp.max.queue.size", "8192",
            "otel.bsp.max.export.batch.size", "1024",
            "otel.bsp.schedule.delay", "1000",
            "otel.java.exporter.otlp.retry.disabled", "true");

    /// Nothing is told by logs.
    private static final Map<String, String> FIXED = Map.of("otel.logs.exporter", "none");

    /// The SDK would write warnings to standard error; what went wrong is told at the end, in one
    /// sentence. Held here, since the JDK keeps loggers weakly.
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final LongAdder ended = new LongAdder();
    private final LongAdder arrived = new LongAdder();
    private final AtomicReference<Optional<Throwable>> trouble = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Endpoints> endpoints = new AtomicReference<>(Endpoints.NONE);
    private final OpenTelemetrySdk sdk;

    /// @throws TelemetryException if the environment's settings make no sense, or name a collector beyond
    ///     this machine where `settings` rule that out
    Collector(TelemetrySettings settings) {
        SDK_LOG.setLevel(Level.OFF);
        try {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .addPropertiesCustomizer(properties -> checked(properties, settings))
                    .addResourceCustomizer((resource, _) -> resource.toBuilder()
                            .put("service.version", settings.version())
                            .build())
                    .addMeterProviderCustomizer((meters, _) -> withoutItsOwn(meters))
                    .addSpanProcessorCustomizer((processor, _) -> SpanProcessor.composite(new Ended(), processor))
                    .addSpanExporterCustomizer((exporter, _) -> new Arrivals(exporter))
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException | IllegalArgumentException wrong) {
            throw new TelemetryException(
                    "telemetry cannot be set up: " + sentence(wrong) + " (see docs/opentelemetry.md)", wrong);
        }
    }

    OpenTelemetrySdk sdk() {
        return sdk;
    }

    private Map<String, String> checked(ConfigProperties properties, TelemetrySettings settings) {
        Endpoints found = Endpoints.of(properties);
        found.requireSpoken();
        if (settings.offline()) {
            found.requireOnThisMachine();
        }
        endpoints.set(found);
        return FIXED;
    }

    /// The SDK would tell of itself too: its queues and exports.
    private static SdkMeterProviderBuilder withoutItsOwn(SdkMeterProviderBuilder meters) {
        View dropped = View.builder().setAggregation(Aggregation.drop()).build();
        for (String name : List.of("processedSpans", "queueSize", "otlp.exporter.*", "otel.sdk.*")) {
            meters.registerView(InstrumentSelector.builder().setName(name).build(), dropped);
        }
        return meters;
    }

    private static String sentence(Throwable wrong) {
        String message = wrong.getMessage();
        Throwable cause = wrong.getCause();
        String said = message == null || message.isBlank() ? wrong.getClass().getSimpleName() : message;
        return cause == null || cause.getMessage() == null || said.contains(cause.getMessage())
                ? said
                : said + ": " + cause.getMessage();
    }

    /// Sends what waits, and waits for that no longer than `most`.
    ///
    /// @return what did not arrive, as a sentence; empty if all did
    Optional<String> close(Duration most) {
        CountDownLatch done = new CountDownLatch(1);
        // A thread of its own: parts of the SDK wait longer at their end than they are told to.
        Thread.ofPlatform().daemon().name("telemetry-end").start(() -> {
            sdk.shutdown().whenComplete(done::countDown);
        });
        try {
            if (!done.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                trouble.compareAndSet(
                        Optional.empty(), Optional.of(new IllegalStateException("it did not answer in time")));
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        long lost = ended.sum() - arrived.sum();
        return lost <= 0
                ? Optional.empty()
                : Optional.of(lost + " of " + ended.sum() + " spans did not reach the collector at "
                        + endpoints.get().traces()
                        + trouble.get().map(cause -> " (" + words(cause) + ")").orElse(""));
    }

    private static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ConnectException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectException) {
            return "it takes no connection";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /// Counts the spans that ended.
    private final class Ended implements SpanProcessor {

        @Override
        public void onStart(Context context, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            if (span.getSpanContext().isSampled()) {
                ended.increment();
            }
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    /// Counts the spans that the collector took.
    private final class Arrivals implements SpanExporter {

        private final SpanExporter exporter;

        Arrivals(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            int number = spans.size();
            CompletableResultCode result = exporter.export(spans);
            result.whenComplete(() -> {
                if (result.isSuccess()) {
                    arrived.add(number);
                } else {
                    Throwable cause = result.getFailureThrowable();
                    trouble.set(Optional.of(cause == null ? new IllegalStateException("it refused them") : cause));
                }
            });
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
