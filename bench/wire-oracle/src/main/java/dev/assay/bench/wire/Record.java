package dev.assay.bench.wire;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lets the providers' own SDKs send the requests of `Cases` to a recording server, and writes what they sent.
public final class Record {

    private static final String OPENAI = "com.openai:openai-java:4.101.0";

    private Record() {}

    /// @param arguments the folder to write to
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (Recorder recorder = new Recorder(OPENAI)) {
            OpenAiChat.record(
                    recorder,
                    OpenAIOkHttpClient.builder().baseUrl(recorder.address() + "/v1").apiKey("key").maxRetries(0).build(),
                    "gpt-4o",
                    false);
            recorder.write(folder.resolve("openai-chat.json"));
        }
        try (Recorder recorder = new Recorder(OPENAI + " (its Azure mode)")) {
            OpenAiChat.record(
                    recorder,
                    OpenAIOkHttpClient.builder()
                            .baseUrl(recorder.address())
                            .credential(AzureApiKeyCredential.create("key"))
                            .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-10-21"))
                            .azureUrlPathMode(com.openai.azure.AzureUrlPathMode.LEGACY)
                            .maxRetries(0)
                            .build(),
                    "gpt-4o",
                    true);
            recorder.write(folder.resolve("azure.json"));
        }
        try (Recorder recorder = new Recorder(OPENAI)) {
            OpenAiResponses.record(
                    recorder,
                    OpenAIOkHttpClient.builder().baseUrl(recorder.address() + "/v1").apiKey("key").maxRetries(0).build());
            recorder.write(folder.resolve("openai-responses.json"));
        }
        try (Recorder recorder = new Recorder("com.anthropic:anthropic-java:3.12.0")) {
            Anthropic.record(recorder);
            recorder.write(folder.resolve("anthropic.json"));
        }
        try (Recorder recorder = new Recorder("com.google.genai:google-genai:1.70.0")) {
            Gemini.record(recorder);
            recorder.write(folder.resolve("google.json"));
        }
        try (Recorder recorder = new Recorder("software.amazon.awssdk:bedrockruntime:2.54.14")) {
            Bedrock.record(recorder);
            recorder.write(folder.resolve("bedrock.json"));
        }
        System.exit(0); // Some SDKs leave threads behind.
    }
}
