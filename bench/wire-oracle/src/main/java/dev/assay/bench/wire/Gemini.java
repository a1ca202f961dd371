package dev.assay.bench.wire;

import com.google.genai.Client;
import com.google.genai.types.*;
import java.util.Base64;
import java.util.List;
import java.util.Map;

final class Gemini {

    private static final String MODEL = "gemini-2.5-flash";

    private static GenerateContentConfig.Builder config() {
        return GenerateContentConfig.builder().maxOutputTokens(256);
    }

    private static Content say(String role, Part... parts) {
        return Content.builder().role(role).parts(List.of(parts)).build();
    }

    private static Tool tool() {
        return Tool.builder()
                .functionDeclarations(List.of(FunctionDeclaration.builder()
                        .name("weather")
                        .description("Tells the weather.")
                        .parametersJsonSchema(Cases.PARAMETERS)
                        .build()))
                .build();
    }

    private static ToolConfig choice(FunctionCallingConfig.Builder config) {
        return ToolConfig.builder().functionCallingConfig(config.build()).build();
    }

    static void record(Recorder recorder) {
        Client client = Client.builder()
                .apiKey("key")
                .httpOptions(HttpOptions.builder().baseUrl(recorder.address()).build())
                .build();
        Content question = say("user", Part.fromText(Cases.QUESTION));
        recorder.record("plain", () -> ask(client, List.of(question), config()));
        recorder.record("sampling", () -> ask(
                client,
                List.of(question),
                config()
                        .maxOutputTokens(17)
                        .systemInstruction(say("user", Part.fromText(Cases.SYSTEM)))
                        .temperature(0.5f)
                        .topP(0.75f)
                        .topK(40f)
                        .seed(42)
                        .stopSequences(List.of("END", "\n"))
                        .frequencyPenalty(0.5f)
                        .presencePenalty(-0.5f)));
        recorder.record("turns", () -> ask(
                client,
                List.of(
                        say("user", Part.fromText("Hi \uD83D\uDE00")),
                        say("model", Part.fromText("Hello!")),
                        question),
                config()));
        recorder.record("image", () -> ask(
                client,
                List.of(say(
                        "user",
                        Part.fromText("What is this?"),
                        Part.fromBytes(Base64.getDecoder().decode(Cases.PNG), "image/png"))),
                config()));
        recorder.record("tools", () -> ask(client, List.of(question), config().tools(tool())));
        recorder.record("tool-any", () -> ask(
                client,
                List.of(question),
                config().tools(tool())
                        .toolConfig(choice(FunctionCallingConfig.builder().mode("ANY")))));
        recorder.record("tool-none", () -> ask(
                client,
                List.of(question),
                config().tools(tool())
                        .toolConfig(choice(FunctionCallingConfig.builder().mode("NONE")))));
        recorder.record("tool-named", () -> ask(
                client,
                List.of(question),
                config().tools(tool())
                        .toolConfig(choice(FunctionCallingConfig.builder()
                                .mode("ANY")
                                .allowedFunctionNames(List.of("weather"))))));
        recorder.record("tool-history", () -> ask(
                client,
                List.of(
                        question,
                        say(
                                "model",
                                Part.fromText("Let me look."),
                                Part.builder()
                                        .functionCall(FunctionCall.builder()
                                                .id("id-1")
                                                .name("weather")
                                                .args(Map.of("city", "Paris"))
                                                .build())
                                        .thoughtSignature(Base64.getDecoder().decode("c2lnbmVk"))
                                        .build(),
                                Part.builder()
                                        .functionCall(FunctionCall.builder()
                                                .id("id-2")
                                                .name("weather")
                                                .args(Map.of("city", "Rome"))
                                                .build())
                                        .build()),
                        say(
                                "user",
                                Part.builder()
                                        .functionResponse(FunctionResponse.builder()
                                                .id("id-1")
                                                .name("weather")
                                                .response(Map.of("output", "18 degrees"))
                                                .build())
                                        .build(),
                                Part.builder()
                                        .functionResponse(FunctionResponse.builder()
                                                .id("id-2")
                                                .name("weather")
                                                .response(Map.of("error", "Error: timeout: no answer"))
                                                .build())
                                        .build())),
                config().tools(tool())));
        recorder.record("schema", () -> ask(
                client,
                List.of(question),
                config().responseMimeType("application/json").responseJsonSchema(Cases.SCHEMA)));
        recorder.record("logprobs", () -> ask(
                client, List.of(question), config().responseLogprobs(true).logprobs(5)));
        recorder.record("effort", () -> ask(
                client,
                List.of(question),
                config().thinkingConfig(ThinkingConfig.builder()
                        .includeThoughts(true)
                        .thinkingLevel("HIGH")
                        .build())));
        recorder.record("thinking", () -> ask(
                client,
                List.of(question),
                config().maxOutputTokens(2048)
                        .thinkingConfig(ThinkingConfig.builder()
                                .includeThoughts(true)
                                .thinkingBudget(1024)
                                .build())));
        recorder.record("streamed", () -> {
            for (var part : client.models.generateContentStream(MODEL, List.of(question), config().build())) {
                part.text();
            }
        });
        client.close();
    }

    private static void ask(Client client, List<Content> contents, GenerateContentConfig.Builder config) {
        client.models.generateContent(MODEL, contents, config.build());
    }
}
