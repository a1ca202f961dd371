package dev.assay.models.wire;

import dev.assay.models.anthropic.AnthropicModel;
import dev.assay.models.azure.AzureModel;
import dev.assay.models.bedrock.BedrockModel;
import dev.assay.models.google.GeminiModel;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import dev.assay.models.openai.OpenAiChatModel;
import dev.assay.models.responses.OpenAiResponsesModel;
import java.util.List;
import java.util.function.Consumer;

/// The wire formats by name, each with a model and a key, at a server of the test's own.
public final class Providers {

    public static final List<String> ALL =
            List.of("openai-chat", "azure", "openai-responses", "anthropic", "google", "bedrock");

    public static final String SECRET = "very-secret-0123456789";

    private Providers() {}

    /// The model of each provider that most tests use.
    public static HostedModel model(String provider, String address, Consumer<EndpointBuilder<?>> settings) {
        return model(provider, "gpt-4o", address, settings);
    }

    /// @param openAi the model where the provider is OpenAI
    public static HostedModel model(
            String provider, String openAi, String address, Consumer<EndpointBuilder<?>> settings) {
        return switch (provider) {
            case "openai-chat" ->
                with(OpenAiChatModel.named(openAi).baseUrl(address + "/v1"), settings)
                        .build();
            case "openai-responses" ->
                with(OpenAiResponsesModel.named(openAi).baseUrl(address + "/v1"), settings)
                        .build();
            case "azure" ->
                with(AzureModel.deployment("gpt-4o").endpoint(address), settings)
                        .build();
            case "anthropic" ->
                with(AnthropicModel.named("claude-sonnet-4-5").baseUrl(address), settings)
                        .build();
            case "google" ->
                with(GeminiModel.named("gemini-2.5-flash").baseUrl(address), settings)
                        .build();
            case "bedrock" ->
                with(
                                BedrockModel.named("anthropic.claude-3-5-sonnet-20240620-v1:0")
                                        .baseUrl(address)
                                        .region("eu-central-1"),
                                settings)
                        .build();
            default -> throw new IllegalArgumentException(provider);
        };
    }

    private static <B extends EndpointBuilder<B>> B with(B builder, Consumer<EndpointBuilder<?>> settings) {
        builder.environment(variable -> switch (variable) {
            case "AWS_ACCESS_KEY_ID" -> "id";
            case "AWS_SECRET_ACCESS_KEY",
                    "OPENAI_API_KEY",
                    "ANTHROPIC_API_KEY",
                    "GEMINI_API_KEY",
                    "AZURE_OPENAI_API_KEY" -> SECRET;
            default -> null;
        });
        settings.accept(builder);
        return builder;
    }
}
