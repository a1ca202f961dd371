package dev.assay.bench.wire;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class OpenAiChat {

    private static ChatCompletionCreateParams.Builder start(String model) {
        ChatCompletionCreateParams.Builder builder = ChatCompletionCreateParams.builder().model(model);
        return model.startsWith("o3") ? builder.maxCompletionTokens(256) : builder.maxTokens(256);
    }

    private static Map<String, JsonValue> values(Map<String, Object> map) {
        Map<String, JsonValue> values = new java.util.TreeMap<>();
        map.forEach((key, value) -> values.put(key, JsonValue.from(value)));
        return values;
    }

    private static FunctionDefinition tool() {
        return FunctionDefinition.builder()
                .name("weather")
                .description("Tells the weather.")
                .parameters(FunctionParameters.builder().putAllAdditionalProperties(values(Cases.PARAMETERS)).build())
                .build();
    }

    private static ChatCompletionUserMessageParam image(String url, String detail) {
        var imageUrl = ChatCompletionContentPartImage.ImageUrl.builder().url(url);
        if (!detail.isEmpty()) {
            imageUrl.detail(ChatCompletionContentPartImage.ImageUrl.Detail.of(detail));
        }
        return ChatCompletionUserMessageParam.builder()
                .contentOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(
                                ChatCompletionContentPartText.builder().text("What is this?").build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(imageUrl.build())
                                .build())))
                .build();
    }

    static void record(Recorder recorder, OpenAIClient client, String model, boolean azure) {
        var chat = client.chat().completions();
        recorder.record("plain", () -> chat.create(start(model).addUserMessage(Cases.QUESTION).build()));
        recorder.record("sampling", () -> chat.create(start(model)
                .maxTokens(17)
                .addSystemMessage(Cases.SYSTEM)
                .addUserMessage(Cases.QUESTION)
                .temperature(0.7)
                .topP(0.9)
                .seed(42)
                .stopOfStrings(List.of("END", "\n"))
                .frequencyPenalty(0.5)
                .presencePenalty(-0.5)
                .build()));
        recorder.record("turns", () -> chat.create(start(model)
                .addUserMessage("Hi \uD83D\uDE00")
                .addAssistantMessage("Hello!")
                .addUserMessage(Cases.QUESTION)
                .build()));
        recorder.record("image", () -> chat.create(start(model)
                .addMessage(image("data:image/png;base64," + Cases.PNG, ""))
                .build()));
        recorder.record("image-address", () -> chat.create(
                start(model).addMessage(image(Cases.ADDRESS, "")).build()));
        recorder.record("image-detail", () -> chat.create(
                start(model).addMessage(image(Cases.ADDRESS, "low")).build()));
        recorder.record("tools", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .addFunctionTool(tool())
                .build()));
        recorder.record("tool-any", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .addFunctionTool(tool())
                .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                .build()));
        recorder.record("tool-none", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .addFunctionTool(tool())
                .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE)
                .build()));
        recorder.record("tool-named", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .addFunctionTool(tool())
                .toolChoice(ChatCompletionNamedToolChoice.builder()
                        .function(ChatCompletionNamedToolChoice.Function.builder().name("weather").build())
                        .build())
                .build()));
        recorder.record("tool-history", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .addMessage(ChatCompletionAssistantMessageParam.builder()
                        .content("Let me look.")
                        .addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                                .id("id-1")
                                .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                                        .name("weather")
                                        .arguments("{\"city\":\"Paris\"}")
                                        .build())
                                .build())
                        .addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                                .id("id-2")
                                .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                                        .name("weather")
                                        .arguments("{\"city\":\"Rome\"}")
                                        .build())
                                .build())
                        .build())
                .addMessage(ChatCompletionToolMessageParam.builder().toolCallId("id-1").content("18 degrees").build())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId("id-2")
                        .content("Error: timeout: no answer")
                        .build())
                .addFunctionTool(tool())
                .build()));
        recorder.record("schema", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("answer")
                                .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                        .putAllAdditionalProperties(values(Cases.SCHEMA))
                                        .build())
                                .strict(true)
                                .build())
                        .build())
                .build()));
        recorder.record("logprobs", () -> chat.create(start(model)
                .addUserMessage(Cases.QUESTION)
                .logprobs(true)
                .topLogprobs(5)
                .build()));
        recorder.record("streamed", () -> chat.createStreaming(start(model)
                        .addUserMessage(Cases.QUESTION)
                        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build())
                .close());
        if (!azure) {
            recorder.record("effort", () -> chat.create(start("o3")
                    .addUserMessage(Cases.QUESTION)
                    .reasoningEffort(ReasoningEffort.HIGH)
                    .build()));
        }
    }
}
