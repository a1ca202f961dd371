package dev.assay.models.wire;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What is said in the requests that the providers' own SDKs were recorded with; the same words as in
/// `bench/wire-oracle` (`Cases`).
public final class WireCases {

    static final ChatMessage QUESTION = ChatMessage.user("What is the capital of France?");
    private static final ToolInfo TOOL = new ToolInfo(
            "weather",
            "Tells the weather.",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");
    private static final ResponseSchema SCHEMA = new ResponseSchema(
            "answer",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],"
                    + "\"additionalProperties\":false}",
            true);

    private WireCases() {}

    private static GenerateConfig.Builder config() {
        return new GenerateConfig.Builder().maxTokens(256);
    }

    private static ModelRequest ask(GenerateConfig.Builder config, ChatMessage... messages) {
        return ModelRequest.of(List.of(messages), config.build());
    }

    private static ModelRequest tool(ToolChoice choice, ChatMessage... messages) {
        return new ModelRequest(List.of(messages), List.of(TOOL), choice, config().build());
    }

    private static ChatMessage image(Content.Image image) {
        return ChatMessage.user(List.of(new Content.Text("What is this?"), image));
    }

    private static ChatMessage thinking(Content... thoughts) {
        List<Content> parts = new java.util.ArrayList<>(List.of(thoughts));
        parts.add(new Content.Text("Paris."));
        return ChatMessage.assistant(parts, List.of());
    }

    /// The request of each name, as it is said to `provider`.
    static ModelRequest of(String name, String provider) {
        return switch (name) {
            case "sampling" -> ask(sampling(provider), ChatMessage.system("Answer in one word."), QUESTION);
            case "tool-history" -> tool(ToolChoice.AUTO, history(provider));
            case "thoughts" ->
                ask(
                        config(),
                        QUESTION,
                        provider.equals("openai-responses")
                                ? thinking(new Content.Reasoning("France: Paris.", Optional.of("rs_1 c2VjcmV0"), false))
                                : thinking(
                                        new Content.Reasoning("France: Paris.", Optional.of("c2lnbmVk"), false),
                                        new Content.Reasoning("", Optional.of("aGlkZGVu"), true)),
                        ChatMessage.user("Sure?"));
            default -> {
                ModelRequest request = simple().get(name);
                if (request == null) {
                    throw new IllegalArgumentException("no case " + name);
                }
                yield request;
            }
        };
    }

    private static GenerateConfig.Builder sampling(String provider) {
        boolean floats = provider.equals("google") || provider.equals("bedrock");
        GenerateConfig.Builder config = config().maxTokens(17)
                .temperature(OptionalDouble.of(floats ? 0.5 : 0.7))
                .topP(OptionalDouble.of(floats ? 0.75 : 0.9));
        if (!provider.equals("openai-responses")) {
            config.stop(List.of("END", "\n"));
        }
        if (provider.equals("anthropic") || floats) {
            config.topK(OptionalInt.of(40));
        }
        if (provider.equals("openai-chat") || provider.equals("azure") || provider.equals("google")) {
            config.seed(OptionalLong.of(42))
                    .frequencyPenalty(OptionalDouble.of(0.5))
                    .presencePenalty(OptionalDouble.of(-0.5));
        }
        return config;
    }

    private static ChatMessage[] history(String provider) {
        List<Content> parts = provider.equals("google")
                ? List.of(
                        new Content.Text("Let me look."),
                        new Content.Reasoning("", Optional.of("call/0/c2lnbmVk"), false))
                : List.of(new Content.Text("Let me look."));
        return new ChatMessage[] {
            QUESTION,
            ChatMessage.assistant(
                    parts,
                    List.of(
                            new ToolCall("id-1", "weather", "{\"city\":\"Paris\"}"),
                            new ToolCall("id-2", "weather", "{\"city\":\"Rome\"}"))),
            ChatMessage.tool("18 degrees", new ToolResult("id-1", "weather", Optional.empty())),
            ChatMessage.tool(
                    "",
                    new ToolResult("id-2", "weather", Optional.of(new ToolResult.ToolError("timeout", "no answer"))))
        };
    }

    private static Map<String, ModelRequest> simple() {
        String address = "https://example.org/a.png";
        Map<String, ModelRequest> cases = new TreeMap<>();
        cases.put("plain", ask(config(), QUESTION));
        cases.put("streamed", ask(config(), QUESTION));
        cases.put(
                "turns", ask(config(), ChatMessage.user("Hi \uD83D\uDE00"), ChatMessage.assistant("Hello!"), QUESTION));
        cases.put("image", ask(config(), image(Content.Image.of("data:image/png;base64,iVBORw0KGgo="))));
        cases.put("image-address", ask(config(), image(Content.Image.of(address))));
        cases.put("image-detail", ask(config(), image(new Content.Image(address, Content.Image.Detail.LOW))));
        cases.put("tools", tool(ToolChoice.AUTO, QUESTION));
        cases.put("tool-any", tool(ToolChoice.ANY, QUESTION));
        cases.put("tool-none", tool(ToolChoice.NONE, QUESTION));
        cases.put("tool-named", tool(new ToolChoice.Named("weather"), QUESTION));
        cases.put("schema", ask(config().responseSchema(Optional.of(SCHEMA)), QUESTION));
        cases.put("logprobs", ask(config().topLogprobs(5), QUESTION));
        cases.put("effort", ask(config().reasoningEffort(Optional.of("high")), QUESTION));
        cases.put("thinking", ask(config().maxTokens(2048).reasoningTokens(OptionalInt.of(1024)), QUESTION));
        return cases;
    }
}
