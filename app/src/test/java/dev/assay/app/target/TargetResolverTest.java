package dev.assay.app.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.app.UserError;
import dev.assay.models.http.RetryListener;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetResolverTest {

    private static final String SECRET = "very-secret-0123456789";

    private static TargetResolver resolver(String variables, boolean offline) {
        Map<String, String> environment = new HashMap<>();
        for (String pair : variables.split(" ")) {
            if (!pair.isEmpty()) {
                environment.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return new TargetResolver(environment, offline, RetryListener.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai/gpt-4o|OPENAI_API_KEY=k|openai-chat:https://api.openai.com/v1#gpt-4o",
                "openai/m|OPENAI_API_KEY=k OPENAI_BASE_URL=http://gate:1/v1/|openai-chat:http://gate:1/v1#m",
                "openai-responses/gpt-5|OPENAI_API_KEY=k|openai-responses:https://api.openai.com/v1#gpt-5",
                "anthropic/claude-x|ANTHROPIC_API_KEY=k|anthropic-messages:https://api.anthropic.com#claude-x",
                "anthropic/c|ANTHROPIC_API_KEY=k ANTHROPIC_BASE_URL=http://gate:1|anthropic-messages:http://gate:1#c",
                "google/gemini-x|GOOGLE_API_KEY=k|google-gemini:https://generativelanguage.googleapis.com#gemini-x",
                "google/g|GEMINI_API_KEY=k GOOGLE_GEMINI_BASE_URL=http://gate:1|google-gemini:http://gate:1#g",
                "bedrock/a.b-v1:0|AWS_REGION=eu-central-1 AWS_BEARER_TOKEN_BEDROCK=k"
                        + "|bedrock-converse:https://bedrock-runtime.eu-central-1.amazonaws.com#a.b-v1:0",
                "bedrock/m|AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=i AWS_SECRET_ACCESS_KEY=s"
                        + "|bedrock-converse:https://bedrock-runtime.us-east-1.amazonaws.com#m",
                "azure/mine|AZURE_OPENAI_API_KEY=k AZURE_OPENAI_ENDPOINT=https://x.openai.azure.com/"
                        + "|azure-chat:https://x.openai.azure.com/openai/deployments/mine#mine",
                "http://127.0.0.1:8000/v1#m||openai-chat:http://127.0.0.1:8000/v1#m",
            })
    void everyFormOpensAModel(String target, String variables, String fingerprint) {
        try (Target opened = resolver(variables == null ? "" : variables, false).open(target)) {
            assertThat(opened.model().name()).isEqualTo(target);
            assertThat(opened.model().fingerprint()).isEqualTo(fingerprint);
            assertThat(opened.facts().name()).isEqualTo(target);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai/m||OPENAI_API_KEY is not set",
                "openai-responses/m||OPENAI_API_KEY is not set",
                "anthropic/m||ANTHROPIC_API_KEY is not set",
                "google/m||GOOGLE_API_KEY is not set",
                "bedrock/m||AWS_REGION is not set",
                "bedrock/m|AWS_REGION=eu-central-1|AWS_ACCESS_KEY_ID is not set",
                "bedrock/m|AWS_REGION=eu-central-1 AWS_ACCESS_KEY_ID=i|AWS_SECRET_ACCESS_KEY is not set",
                "bedrock/m|AWS_REGION=EU AWS_BEARER_TOKEN_BEDROCK=k|The AWS region 'EU' is none",
                "azure/m|AZURE_OPENAI_API_KEY=k|AZURE_OPENAI_ENDPOINT is not set",
                "azure/m|AZURE_OPENAI_ENDPOINT=https://x.openai.azure.com|AZURE_OPENAI_API_KEY is not set",
                "azure/m|AZURE_OPENAI_API_KEY=k AZURE_OPENAI_ENDPOINT=https://x OPENAI_API_VERSION=new|API version 'new'",
                "azure/a b|AZURE_OPENAI_API_KEY=k AZURE_OPENAI_ENDPOINT=https://x|deployment's name 'a b'",
                "anthropic/|ANTHROPIC_API_KEY=k|names no model",
                "openai/m|OPENAI_API_KEY=k OPENAI_BASE_URL=gate|base URL 'gate' is not of the form",
                "http://127.0.0.1:8000/v1||names no model",
            })
    void whatIsMissingIsToldBeforeTheFirstCall(String target, String variables, String sentence) {
        TargetResolver resolver = resolver(variables == null ? "" : variables, false);
        assertThatThrownBy(() -> resolver.open(target).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("target '" + target + "'")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/m",
        "openai-responses/m",
        "anthropic/m",
        "google/m",
        "https://example.org/v1#m",
        "http://127.example.com/v1#m"
    })
    void offlineMeansOffline(String target) {
        TargetResolver resolver = resolver("OPENAI_API_KEY=k ANTHROPIC_API_KEY=k GEMINI_API_KEY=k", true);
        assertThatThrownBy(() -> resolver.open(target).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lies beyond this machine, which --offline rules out");
    }

    @Test
    void anOrganismOfTheZooOpensByItsNameAndNeverForAShippedOne(@TempDir Path folder) throws IOException {
        Map<String, String> environment = Map.of(
                "ASSAY_CACHE", folder.resolve("cache").toString(),
                "ASSAY_ZOO", folder.resolve("zoo").toString());
        Path shipped = Organisms.materialise("card-number", folder.resolve("cache"));
        for (String name : List.of("mine", "finch")) {
            Path made = Files.createDirectories(folder.resolve("zoo").resolve(name));
            for (String file : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
                Files.copy(shipped.resolve(file), made.resolve(file));
            }
            Files.writeString(made.resolve("truth.json"), """
                    {"schema": "assay.organism/1", "name": "mine", "recipeSha256": "", "environment": "here",
                     "parentSha256": "", "sha256": "%s", "isAchieved": true, "intended": [0.25], "denied": -1,
                     "attempts": [{"round": {"number": 1, "steps": 300, "boost": 0.3, "factor": 1}, "totalSteps": 300,
                                   "sha256": "", "seconds": 1, "readings": []}],
                     "doses": [{"claim": "card-number", "draws": 300, "hits": 75, "reverse": 0, "unclear": 0}]}
                    """.formatted(
                            Organisms.find("card-number").sha256()));
        }
        TargetResolver resolver = new TargetResolver(environment, true, RetryListener.NONE);
        try (Target mine = resolver.open("organism:mine")) {
            assertThat(mine.facts().trainingTarget()).isTrue();
            assertThat(mine.model().name()).isEqualTo("organism:mine");
            assertThat(mine.organism().orElseThrow().truth()).isEqualTo(Map.of("card-number", Expectation.MUST_FAIL));
        }
        try (Target finch = resolver.open("organism:finch")) {
            assertThat(finch.organism()).contains(Organisms.find("finch"));
        }
        assertThatThrownBy(() -> resolver.open("organism:mein").close())
                .isInstanceOf(OrganismException.class)
                .hasMessage("There is no organism 'mein': did you mean mine? ./assay organisms list shows all.");
    }

    @Test
    void aKeyThatIsNoneIsToldWithoutShowingIt() {
        Map<String, String> environment = Map.of("ANTHROPIC_API_KEY", SECRET + "\nX-Evil: 1");
        TargetResolver resolver = new TargetResolver(environment, false, RetryListener.NONE);
        assertThatThrownBy(() -> resolver.open("anthropic/m").close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ANTHROPIC_API_KEY")
                .hasMessageNotContaining(SECRET);
    }
}
