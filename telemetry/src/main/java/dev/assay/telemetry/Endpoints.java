package dev.assay.telemetry;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/// Where the configuration sends traces and metrics, and by which protocol.
record Endpoints(String traces, String metrics, List<String> protocols) {

    static final Endpoints NONE = new Endpoints("", "", List.of());

    private static final String DEFAULT = "http://localhost:4318";

    static Endpoints of(ConfigProperties properties) {
        String common = properties.getString("otel.exporter.otlp.endpoint", DEFAULT);
        String protocol = properties.getString("otel.exporter.otlp.protocol", "");
        return new Endpoints(
                withoutUser(properties.getString("otel.exporter.otlp.traces.endpoint", common)),
                withoutUser(properties.getString("otel.exporter.otlp.metrics.endpoint", common)),
                List.of(
                        properties.getString("otel.exporter.otlp.traces.protocol", protocol),
                        properties.getString("otel.exporter.otlp.metrics.protocol", protocol)));
    }

    /// @throws ConfigurationException if another protocol is wanted than is spoken
    void requireSpoken() {
        for (String protocol : protocols) {
            if (!protocol.equals("http/protobuf")) {
                throw new ConfigurationException("OTEL_EXPORTER_OTLP_PROTOCOL is '" + protocol
                        + "', but only http/protobuf is spoken: unset it, and give the collector's HTTP address,"
                        + " which most often ends in :4318");
            }
        }
    }

    /// @throws ConfigurationException if an endpoint lies elsewhere
    void requireOnThisMachine() {
        for (String endpoint : List.of(traces, metrics)) {
            String host;
            try {
                host = new URI(endpoint).getHost();
            } catch (URISyntaxException noAddress) {
                throw new ConfigurationException("'" + endpoint + "' is no address of a collector", noAddress);
            }
            String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
            if (!name.equals("localhost") && !name.matches("127(\\.[0-9]{1,3}){3}") && !name.equals("[::1]")) {
                throw new ConfigurationException("the collector '" + endpoint
                        + "' lies beyond this machine, which --offline rules out: leave --offline or --otel away, or"
                        + " name a collector on this machine in OTEL_EXPORTER_OTLP_ENDPOINT");
            }
        }
    }

    /// Without the user and password that an address may hold.
    private static String withoutUser(String address) {
        return address.replaceFirst("//[^/@]*@", "//");
    }
}
