package dev.assay.bench.wire;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.*;

final class Bedrock {

    private static final String MODEL = "anthropic.claude-3-5-sonnet-20240620-v1:0";

    private static Message say(ConversationRole role, ContentBlock... blocks) {
        return Message.builder().role(role).content(blocks).build();
    }

    private static Message say(ConversationRole role, String text) {
        return say(role, ContentBlock.fromText(text));
    }

    private static Document document(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var builder = Document.mapBuilder();
                map.forEach((key, inner) -> builder.putDocument((String) key, document(inner)));
                yield builder.build();
            }
            case List<?> list ->
                Document.fromList(list.stream().map(Bedrock::document).toList());
            case Boolean flag -> Document.fromBoolean(flag);
            case Number number -> Document.fromNumber(number.intValue());
            default -> Document.fromString(value.toString());
        };
    }

    private static Tool tool() {
        return Tool.fromToolSpec(ToolSpecification.builder()
                .name("weather")
                .description("Tells the weather.")
                .inputSchema(ToolInputSchema.fromJson(document(Cases.PARAMETERS)))
                .build());
    }

    static void record(Recorder recorder) {
        BedrockRuntimeClient client = BedrockRuntimeClient.builder()
                .endpointOverride(URI.create(recorder.address()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create("id", "secret", "session")))
                .overrideConfiguration(configuration -> configuration.retryStrategy(
                        software.amazon.awssdk.retries.DefaultRetryStrategy.doNotRetry()))
                .build();
        Message question = say(ConversationRole.USER, Cases.QUESTION);
        recorder.record("plain", () -> ask(client, List.of(question), request -> request));
        recorder.record("sampling", () -> ask(
                client,
                List.of(question),
                request -> request.system(SystemContentBlock.fromText(Cases.SYSTEM))
                        .inferenceConfig(InferenceConfiguration.builder()
                                .maxTokens(17)
                                .temperature(0.5f)
                                .topP(0.75f)
                                .stopSequences("END", "\n")
                                .build())
                        .additionalModelRequestFields(document(Map.of("top_k", 40)))));
        recorder.record("turns", () -> ask(
                client,
                List.of(
                        say(ConversationRole.USER, "Hi \uD83D\uDE00"),
                        say(ConversationRole.ASSISTANT, "Hello!"),
                        question),
                request -> request));
        recorder.record("image", () -> ask(
                client,
                List.of(say(
                        ConversationRole.USER,
                        ContentBlock.fromText("What is this?"),
                        ContentBlock.fromImage(ImageBlock.builder()
                                .format(ImageFormat.PNG)
                                .source(ImageSource.fromBytes(
                                        SdkBytes.fromByteArray(Base64.getDecoder().decode(Cases.PNG))))
                                .build()))),
                request -> request));
        recorder.record("tools", () -> ask(
                client, List.of(question), request -> request.toolConfig(config -> config.tools(tool()))));
        recorder.record("tool-any", () -> ask(
                client,
                List.of(question),
                request -> request.toolConfig(config -> config.tools(tool())
                        .toolChoice(ToolChoice.fromAny(AnyToolChoice.builder().build())))));
        recorder.record("tool-named", () -> ask(
                client,
                List.of(question),
                request -> request.toolConfig(config -> config.tools(tool())
                        .toolChoice(ToolChoice.fromTool(
                                SpecificToolChoice.builder().name("weather").build())))));
        recorder.record("tool-history", () -> ask(
                client,
                List.of(
                        question,
                        say(
                                ConversationRole.ASSISTANT,
                                ContentBlock.fromText("Let me look."),
                                call("id-1", "Paris"),
                                call("id-2", "Rome")),
                        say(
                                ConversationRole.USER,
                                ContentBlock.fromToolResult(ToolResultBlock.builder()
                                        .toolUseId("id-1")
                                        .content(ToolResultContentBlock.fromText("18 degrees"))
                                        .build()),
                                ContentBlock.fromToolResult(ToolResultBlock.builder()
                                        .toolUseId("id-2")
                                        .content(ToolResultContentBlock.fromText("Error: timeout: no answer"))
                                        .status(ToolResultStatus.ERROR)
                                        .build()))),
                request -> request.toolConfig(config -> config.tools(tool()))));
        recorder.record("thinking", () -> ask(
                client,
                List.of(question),
                request -> request.inferenceConfig(config -> config.maxTokens(2048))
                        .additionalModelRequestFields(
                                document(Map.of("thinking", Map.of("type", "enabled", "budget_tokens", 1024))))));
        recorder.record("thoughts", () -> ask(
                client,
                List.of(
                        question,
                        say(
                                ConversationRole.ASSISTANT,
                                ContentBlock.fromReasoningContent(ReasoningContentBlock.fromReasoningText(
                                        ReasoningTextBlock.builder()
                                                .text("France: Paris.")
                                                .signature("c2lnbmVk")
                                                .build())),
                                ContentBlock.fromReasoningContent(ReasoningContentBlock.fromRedactedContent(
                                        SdkBytes.fromByteArray(Base64.getDecoder().decode("aGlkZGVu")))),
                                ContentBlock.fromText("Paris.")),
                        say(ConversationRole.USER, "Sure?")),
                request -> request));
        client.close();
    }

    private static ContentBlock call(String id, String city) {
        return ContentBlock.fromToolUse(ToolUseBlock.builder()
                .toolUseId(id)
                .name("weather")
                .input(document(Map.of("city", city)))
                .build());
    }

    private static void ask(
            BedrockRuntimeClient client, List<Message> messages, UnaryOperator<ConverseRequest.Builder> more) {
        ConverseRequest.Builder request = ConverseRequest.builder()
                .modelId(MODEL)
                .messages(messages)
                .inferenceConfig(config -> config.maxTokens(256));
        client.converse(more.apply(request).build());
    }
}
