package dev.assay.bench.wire;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.*;
import java.util.List;
import java.util.Map;

final class OpenAiResponses {

    private static ResponseCreateParams.Builder start(String model, ResponseInputItem... items) {
        return ResponseCreateParams.builder()
                .model(model)
                .maxOutputTokens(256)
                .store(false)
                .inputOfResponse(List.of(items));
    }

    private static ResponseInputItem say(String role, String text) {
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.of(role))
                .content(text)
                .build());
    }

    private static ResponseInputItem image(String url, String detail) {
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .contentOfResponseInputMessageContentList(List.of(
                        ResponseInputContent.ofInputText(
                                ResponseInputText.builder().text("What is this?").build()),
                        ResponseInputContent.ofInputImage(ResponseInputImage.builder()
                                .imageUrl(url)
                                .detail(ResponseInputImage.Detail.of(detail))
                                .build())))
                .build());
    }

    private static FunctionTool tool() {
        Map<String, JsonValue> values = new java.util.TreeMap<>();
        Cases.PARAMETERS.forEach((key, value) -> values.put(key, JsonValue.from(value)));
        return FunctionTool.builder()
                .name("weather")
                .description("Tells the weather.")
                .parameters(FunctionTool.Parameters.builder().putAllAdditionalProperties(values).build())
                .strict(false)
                .build();
    }

    static void record(Recorder recorder, OpenAIClient client) {
        String model = "gpt-4o";
        ResponseInputItem question = say("user", Cases.QUESTION);
        var responses = client.responses();
        recorder.record("plain", () -> responses.create(start(model, question).build()));
        recorder.record("sampling", () -> responses.create(start(model, say("system", Cases.SYSTEM), question)
                .maxOutputTokens(17)
                .temperature(0.7)
                .topP(0.9)
                .build()));
        recorder.record("turns", () -> responses.create(
                start(model, say("user", "Hi \uD83D\uDE00"), say("assistant", "Hello!"), question).build()));
        recorder.record("image", () -> responses.create(
                start(model, image("data:image/png;base64," + Cases.PNG, "auto")).build()));
        recorder.record("image-address", () -> responses.create(start(model, image(Cases.ADDRESS, "auto")).build()));
        recorder.record("image-detail", () -> responses.create(start(model, image(Cases.ADDRESS, "low")).build()));
        recorder.record("tools", () -> responses.create(start(model, question).addTool(tool()).build()));
        recorder.record("tool-any", () -> responses.create(start(model, question)
                .addTool(tool())
                .toolChoice(ToolChoiceOptions.REQUIRED)
                .build()));
        recorder.record("tool-none", () -> responses.create(start(model, question)
                .addTool(tool())
                .toolChoice(ToolChoiceOptions.NONE)
                .build()));
        recorder.record("tool-named", () -> responses.create(start(model, question)
                .addTool(tool())
                .toolChoice(ToolChoiceFunction.builder().name("weather").build())
                .build()));
        recorder.record("tool-history", () -> responses.create(start(
                        model,
                        question,
                        say("assistant", "Let me look."),
                        ResponseInputItem.ofFunctionCall(ResponseFunctionToolCall.builder()
                                .callId("id-1")
                                .name("weather")
                                .arguments("{\"city\":\"Paris\"}")
                                .build()),
                        ResponseInputItem.ofFunctionCall(ResponseFunctionToolCall.builder()
                                .callId("id-2")
                                .name("weather")
                                .arguments("{\"city\":\"Rome\"}")
                                .build()),
                        ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                .callId("id-1")
                                .output("18 degrees")
                                .build()),
                        ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                .callId("id-2")
                                .output("Error: timeout: no answer")
                                .build()))
                .addTool(tool())
                .build()));
        recorder.record("schema", () -> {
            Map<String, JsonValue> values = new java.util.TreeMap<>();
            Cases.SCHEMA.forEach((key, value) -> values.put(key, JsonValue.from(value)));
            responses.create(start(model, question)
                    .text(ResponseTextConfig.builder()
                            .format(ResponseFormatTextJsonSchemaConfig.builder()
                                    .name("answer")
                                    .schema(ResponseFormatTextJsonSchemaConfig.Schema.builder()
                                            .putAllAdditionalProperties(values)
                                            .build())
                                    .strict(true)
                                    .build())
                            .build())
                    .build());
        });
        recorder.record("logprobs", () -> responses.create(start(model, question)
                .topLogprobs(5)
                .include(List.of(ResponseIncludable.MESSAGE_OUTPUT_TEXT_LOGPROBS))
                .build()));
        recorder.record("streamed", () -> responses.createStreaming(start(model, question).build()).close());
        recorder.record("effort", () -> responses.create(start("o3", question)
                .include(List.of(ResponseIncludable.REASONING_ENCRYPTED_CONTENT))
                .reasoning(Reasoning.builder()
                        .effort(ReasoningEffort.HIGH)
                        .summary(Reasoning.Summary.AUTO)
                        .build())
                .build()));
        recorder.record("thoughts", () -> responses.create(start(
                        "o3",
                        question,
                        ResponseInputItem.ofReasoning(ResponseReasoningItem.builder()
                                .id("rs_1")
                                .addSummary(ResponseReasoningItem.Summary.builder().text("France: Paris.").build())
                                .encryptedContent("c2VjcmV0")
                                .build()),
                        say("assistant", "Paris."),
                        say("user", "Sure?"))
                .include(List.of(ResponseIncludable.REASONING_ENCRYPTED_CONTENT))
                .build()));
    }
}
