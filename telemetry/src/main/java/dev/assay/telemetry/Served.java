package dev.assay.telemetry;

import dev.assay.core.model.Model;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who answers, as the conventions tell it, read from a model's fingerprint.
///
/// @param provider one of the conventions' names of providers where the model lies behind HTTP: the one
///     whose API it speaks, as the conventions advise; else `assay`
/// @param model name of the model at its provider
/// @param host of the server; empty for a model in this process
/// @param port of the server; 0 for a model in this process
record Served(String provider, String model, Optional<String> host, int port) {

    private static final Pattern HOSTED = Pattern.compile("([a-z0-9-]+):(https?://[^#]+)#(.*)");

    static Served of(Model model) {
        Matcher hosted = HOSTED.matcher(model.fingerprint());
        if (!hosted.matches()) {
            return new Served("assay", model.name(), Optional.empty(), 0);
        }
        String name = hosted.group(3).isEmpty() ? model.name() : hosted.group(3);
        Optional<URI> address = address(hosted.group(2));
        return new Served(
                provider(hosted.group(1)),
                name,
                address.map(URI::getHost),
                address.map(Served::port).orElse(0));
    }

    boolean isInProcess() {
        return host.isEmpty();
    }

    private static String provider(String protocol) {
        return switch (protocol) {
            case "openai-chat", "openai-responses" -> "openai";
            case "azure-chat" -> "azure.ai.openai";
            case "anthropic-messages" -> "anthropic";
            case "google-gemini" -> "gcp.gemini";
            case "bedrock-converse" -> "aws.bedrock";
            default -> protocol;
        };
    }

    private static Optional<URI> address(String base) {
        try {
            return Optional.of(new URI(base)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
