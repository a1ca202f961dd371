package dev.assay.app.target;

import dev.assay.app.UserError;
import dev.assay.core.model.ModelException;
import dev.assay.models.anthropic.AnthropicModel;
import dev.assay.models.azure.AzureModel;
import dev.assay.models.bedrock.BedrockModel;
import dev.assay.models.google.GeminiModel;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import dev.assay.models.openai.OpenAiChatModel;
import dev.assay.models.responses.OpenAiResponsesModel;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Models behind HTTP by their names. Keys, and addresses of gateways, come from the environment:
///
/// | target | key | address |
/// |---|---|---|
/// | `openai/NAME`, `openai-responses/NAME` | OPENAI_API_KEY | OPENAI_BASE_URL |
/// | `anthropic/NAME` | ANTHROPIC_API_KEY | ANTHROPIC_BASE_URL |
/// | `google/NAME` | GEMINI_API_KEY, else GOOGLE_API_KEY | GOOGLE_GEMINI_BASE_URL |
/// | `bedrock/NAME` | AWS_BEARER_TOKEN_BEDROCK, else AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY |
/// AWS_ENDPOINT_URL_BEDROCK_RUNTIME |
/// | `azure/DEPLOYMENT` | AZURE_OPENAI_API_KEY | AZURE_OPENAI_ENDPOINT |
/// | `http://HOST:PORT/v1#NAME` | ASSAY_API_KEY, if any | itself |
final class HostedTargets {

    private final Map<String, String> environment;
    private final CallSettings settings;

    HostedTargets(Map<String, String> environment, CallSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /// A model that was found by its name and is not open yet.
    ///
    /// @param model its name at its server
    /// @param address its base URL
    record Hosted(String shown, String model, String address, Supplier<HostedModel> opener) {

        /// @throws UserError if a key is missing or a setting makes no sense
        HostedModel open() {
            try {
                return opener.get();
            } catch (IllegalArgumentException | ModelException failure) {
                throw new UserError("target '" + shown + "': " + failure.getMessage());
            }
        }
    }

    /// The model of that name; empty if the name is of no form that is known here.
    ///
    /// @throws UserError if it names no model, or its region or address is missing
    Optional<Hosted> find(String target) {
        if (target.startsWith("http://") || target.startsWith("https://")) {
            return Optional.of(endpoint(target));
        }
        int slash = target.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String name = target.substring(slash + 1);
        return switch (target.substring(0, slash)) {
            case "openai" -> {
                String base = address("OPENAI_BASE_URL", "https://api.openai.com/v1");
                yield Optional.of(hosted(
                        target,
                        name,
                        base,
                        "OPENAI_API_KEY",
                        () -> common(target, base, OpenAiChatModel.named(name).baseUrl(base))
                                .build()));
            }
            case "openai-responses" -> {
                String base = address("OPENAI_BASE_URL", "https://api.openai.com/v1");
                yield Optional.of(hosted(
                        target,
                        name,
                        base,
                        "OPENAI_API_KEY",
                        () -> common(
                                        target,
                                        base,
                                        OpenAiResponsesModel.named(name).baseUrl(base))
                                .build()));
            }
            case "anthropic" -> {
                String base = address("ANTHROPIC_BASE_URL", "https://api.anthropic.com");
                yield Optional.of(hosted(
                        target,
                        name,
                        base,
                        "ANTHROPIC_API_KEY",
                        () -> common(target, base, AnthropicModel.named(name).baseUrl(base))
                                .build()));
            }
            case "google" -> {
                String base = address("GOOGLE_GEMINI_BASE_URL", "https://generativelanguage.googleapis.com");
                String key = isSet("GEMINI_API_KEY") ? "GEMINI_API_KEY" : "GOOGLE_API_KEY";
                yield Optional.of(hosted(
                        target,
                        name,
                        base,
                        key,
                        () -> common(target, base, GeminiModel.named(name).baseUrl(base))
                                .build()));
            }
            case "bedrock" -> Optional.of(bedrock(target, name));
            case "azure" -> Optional.of(azure(target, name));
            default -> Optional.empty();
        };
    }

    private Hosted bedrock(String target, String name) {
        if (!isSet("AWS_REGION") && !isSet("AWS_DEFAULT_REGION")) {
            throw new UserError("target '" + target
                    + "' needs a region, but AWS_REGION is not set: export AWS_REGION=eu-central-1, or another, and start"
                    + " again.");
        }
        String region = isSet("AWS_REGION") ? environment.get("AWS_REGION") : environment.get("AWS_DEFAULT_REGION");
        String base = address(
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "https://bedrock-runtime." + region.strip() + ".amazonaws.com");
        return hosted(target, name, base, Optional.empty(), () -> {
            if (!isSet("AWS_BEARER_TOKEN_BEDROCK")) {
                requireKey(target, "AWS_ACCESS_KEY_ID");
                requireKey(target, "AWS_SECRET_ACCESS_KEY");
            }
            return common(
                            target,
                            base,
                            BedrockModel.named(name).region(region.strip()).baseUrl(base))
                    .build();
        });
    }

    private Hosted azure(String target, String name) {
        String base = address("AZURE_OPENAI_ENDPOINT", "");
        if (base.isEmpty()) {
            throw new UserError("target '" + target
                    + "' needs the address of its resource, but AZURE_OPENAI_ENDPOINT is not set:"
                    + " export AZURE_OPENAI_ENDPOINT=https://NAME.openai.azure.com and start again.");
        }
        return hosted(target, name, base, "AZURE_OPENAI_API_KEY", () -> {
            AzureModel.Builder builder =
                    common(target, base, AzureModel.deployment(name).endpoint(base));
            String version = address("OPENAI_API_VERSION", "");
            return (version.isEmpty() ? builder : builder.apiVersion(version)).build();
        });
    }

    private Hosted endpoint(String target) {
        int hash = target.indexOf('#');
        if (hash < 0 || hash == target.length() - 1) {
            throw new UserError("target '" + target + "' names no model: write it after a #, as in "
                    + target.replace("#", "") + "#NAME.");
        }
        String base = target.substring(0, hash);
        String name = target.substring(hash + 1);
        // A provider's own key never goes to an address that merely speaks its language.
        return hosted(
                target,
                name,
                base,
                Optional.empty(),
                () -> common(
                                target,
                                base,
                                OpenAiChatModel.named(name).baseUrl(base).keyFromEnvironment("ASSAY_API_KEY"))
                        .build());
    }

    private Hosted hosted(String target, String name, String base, String key, Supplier<HostedModel> opener) {
        return hosted(target, name, base, Optional.of(key), opener);
    }

    private Hosted hosted(String target, String name, String base, Optional<String> key, Supplier<HostedModel> opener) {
        if (name.isBlank()) {
            throw new UserError("target '" + target + "' names no model: write its name after the /.");
        }
        return new Hosted(target, name, base, () -> {
            key.ifPresent(variable -> requireKey(target, variable));
            return opener.get();
        });
    }

    private <B extends EndpointBuilder<B>> B common(String target, String base, B builder) {
        return settings.on(builder, base).displayName(target).environment(environment::get);
    }

    private String address(String variable, String otherwise) {
        String found = environment.get(variable);
        return found == null || found.isBlank() ? otherwise : found.strip();
    }

    private boolean isSet(String variable) {
        String found = environment.get(variable);
        return found != null && !found.isBlank();
    }

    private void requireKey(String target, String variable) {
        if (!isSet(variable)) {
            throw new UserError("target '" + target + "' needs a key, but " + variable + " is not set: export "
                    + variable + "=... and start again.");
        }
    }
}
