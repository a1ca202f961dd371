package dev.assay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who answers, by the fingerprint.
class ServedTest {

    private static Served of(String fingerprint) {
        return Served.of(new Model() {
            @Override
            public String name() {
                return "asked-for";
            }

            @Override
            public String fingerprint() {
                return fingerprint;
            }

            @Override
            public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
                throw new IllegalStateException("not asked");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "openai-chat:https://api.openai.com/v1#gpt-5, openai, gpt-5, api.openai.com, 443",
        "openai-responses:https://api.openai.com/v1#gpt-5, openai, gpt-5, api.openai.com, 443",
        "openai-chat:http://user:pw@[::1]:8000/v1#org/m#x, openai, org/m#x, [::1], 8000",
        "azure-chat:https://x.openai.azure.com#d, azure.ai.openai, d, x.openai.azure.com, 443",
        "anthropic-messages:https://api.anthropic.com#claude, anthropic, claude, api.anthropic.com, 443",
        "google-gemini:http://h/v1beta#gemini, gcp.gemini, gemini, h, 80",
        "bedrock-converse:https://b.amazonaws.com#m:0, aws.bedrock, m:0, b.amazonaws.com, 443"
    })
    void aModelBehindHttp(String fingerprint, String provider, String model, String host, int port) {
        assertThat(of(fingerprint)).isEqualTo(new Served(provider, model, Optional.of(host), port));
    }

    @Test
    void aModelInThisProcess() {
        assertThat(of("sha256:abc")).isEqualTo(new Served("assay", "asked-for", Optional.empty(), 0));
    }
}
