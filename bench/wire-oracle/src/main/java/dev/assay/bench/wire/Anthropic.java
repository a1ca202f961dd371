package dev.assay.bench.wire;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.*;
import java.util.List;
import java.util.Map;

final class Anthropic {

    private static MessageCreateParams.Builder start() {
        return MessageCreateParams.builder().model("claude-sonnet-4-5").maxTokens(256);
    }

    private static Tool tool() {
        return Tool.builder()
                .name("weather")
                .description("Tells the weather.")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build();
    }

    static void record(Recorder recorder) {
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl(recorder.address())
                .apiKey("key")
                .maxRetries(0)
                .build();
        var messages = client.messages();
        recorder.record("plain", () -> messages.create(start().addUserMessage(Cases.QUESTION).build()));
        recorder.record("sampling", () -> messages.create(start()
                .maxTokens(17)
                .system(Cases.SYSTEM)
                .addUserMessage(Cases.QUESTION)
                // Gone from the SDK since 3.0; API version 2023-06-01 still takes them for models up to 4.6.
                .putAdditionalBodyProperty("temperature", JsonValue.from(0.7))
                .putAdditionalBodyProperty("top_p", JsonValue.from(0.9))
                .putAdditionalBodyProperty("top_k", JsonValue.from(40))
                .stopSequences(List.of("END", "\n"))
                .build()));
        recorder.record("turns", () -> messages.create(start()
                .addUserMessage("Hi \uD83D\uDE00")
                .addAssistantMessage("Hello!")
                .addUserMessage(Cases.QUESTION)
                .build()));
        recorder.record("image", () -> messages.create(start()
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofText(TextBlockParam.builder().text("What is this?").build()),
                        ContentBlockParam.ofImage(ImageBlockParam.builder()
                                .source(Base64ImageSource.builder()
                                        .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                        .data(Cases.PNG)
                                        .build())
                                .build())))
                .build()));
        recorder.record("image-address", () -> messages.create(start()
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofText(TextBlockParam.builder().text("What is this?").build()),
                        ContentBlockParam.ofImage(ImageBlockParam.builder()
                                .source(UrlImageSource.builder().url(Cases.ADDRESS).build())
                                .build())))
                .build()));
        recorder.record("tools", () -> messages.create(
                start().addUserMessage(Cases.QUESTION).addTool(tool()).build()));
        recorder.record("tool-any", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .addTool(tool())
                .toolChoice(ToolChoiceAny.builder().build())
                .build()));
        recorder.record("tool-none", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .addTool(tool())
                .toolChoice(ToolChoiceNone.builder().build())
                .build()));
        recorder.record("tool-named", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .addTool(tool())
                .toolToolChoice("weather")
                .build()));
        recorder.record("tool-history", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .addAssistantMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofText(TextBlockParam.builder().text("Let me look.").build()),
                        ContentBlockParam.ofToolUse(ToolUseBlockParam.builder()
                                .id("id-1")
                                .name("weather")
                                .input(JsonValue.from(Map.of("city", "Paris")))
                                .build()),
                        ContentBlockParam.ofToolUse(ToolUseBlockParam.builder()
                                .id("id-2")
                                .name("weather")
                                .input(JsonValue.from(Map.of("city", "Rome")))
                                .build())))
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("id-1")
                                .content("18 degrees")
                                .build()),
                        ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("id-2")
                                .content("Error: timeout: no answer")
                                .isError(true)
                                .build())))
                .addTool(tool())
                .build()));
        recorder.record("schema", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .outputConfig(OutputConfig.builder()
                        .format(JsonOutputFormat.builder()
                                .schema(schema())
                                .build())
                        .build())
                .build()));
        recorder.record("effort", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .outputConfig(OutputConfig.builder().effort(OutputConfig.Effort.HIGH).build())
                .build()));
        recorder.record("thinking", () -> messages.create(start()
                .maxTokens(2048)
                .addUserMessage(Cases.QUESTION)
                .enabledThinking(1024)
                .build()));
        recorder.record("thoughts", () -> messages.create(start()
                .addUserMessage(Cases.QUESTION)
                .addAssistantMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofThinking(ThinkingBlockParam.builder()
                                .thinking("France: Paris.")
                                .signature("c2lnbmVk")
                                .build()),
                        ContentBlockParam.ofRedactedThinking(
                                RedactedThinkingBlockParam.builder().data("aGlkZGVu").build()),
                        ContentBlockParam.ofText(TextBlockParam.builder().text("Paris.").build())))
                .addUserMessage("Sure?")
                .build()));
        recorder.record("streamed", () -> messages.createStreaming(
                        start().addUserMessage(Cases.QUESTION).build())
                .close());
    }

    private static JsonOutputFormat.Schema schema() {
        Map<String, JsonValue> values = new java.util.TreeMap<>();
        Cases.SCHEMA.forEach((key, value) -> values.put(key, JsonValue.from(value)));
        return JsonOutputFormat.Schema.builder().putAllAdditionalProperties(values).build();
    }
}
