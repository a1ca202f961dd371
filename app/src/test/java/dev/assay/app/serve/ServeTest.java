package dev.assay.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.target.UserFolders;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.check.Verification;
import dev.assay.models.http.RetryListener;
import dev.assay.organisms.Organisms;
import dev.assay.serve.ModelServer;
import dev.assay.serve.ServeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./assay serve`: what it refuses, and that an evaluation over it equals one in the process.
class ServeTest {

    private static final List<String> THINGS =
            List.of("iron", "amber", "cedar", "Hukwyn", "Mokdale", "Rudnia", "a lake", "é", "x y z", "the wolf");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve | Missing required option: '--model=MODEL'",
                "serve --model organism:fnch | There is no organism 'fnch'",
                "serve --model no-such-folder | unknown target 'no-such-folder'",
                "serve --model hf:no-such-folder | There is no model folder",
                "serve --model openai/gpt-5 | lies beyond this machine",
                "serve --model http://127.0.0.1:9/v1#m | answers elsewhere already",
                "serve --model organism:finch --host 0.0.0.0 | needs a token",
                "serve --model organism:finch --token-env ASSAY_NO_SUCH_VARIABLE | ASSAY_NO_SUCH_VARIABLE, which is not set",
                "serve --model organism:finch --port 70000 | port must be in [0, 65535], but is 70000",
                "serve --model organism:finch --view no-such.json | no-such.json",
                "serve --model organism:finch --queue 0 | queue 0 must be at least 1",
                "serve --model organism:finch --kv-memory much | --kv-memory must be an amount of memory such as 800m or 2g, but is 'much'",
                "serve --model organism:finch --kv-memory 0 | --kv-memory must be an amount of memory",
                "serve --model organism:finch --kv-memory 999999999999g | more than 64 bits can count",
            })
    void badInputIsToldInOneSentence(String command, String sentence) {
        Captured captured = Captured.run(command.split(" "));
        assertThat(captured.err()).startsWith("error: ").contains(sentence).doesNotContain("\tat ");
        assertThat(captured.code()).isEqualTo(2);
    }

    @Test
    void whoeverServesAFolderIsToldWhetherItWasChecked() {
        Path weights = Organisms.materialise("finch", folder.resolve("organisms"));
        Map<String, String> environment =
                Map.of("ASSAY_CACHE", folder.resolve("cache").toString());
        TargetResolver resolver = new TargetResolver(environment, true, RetryListener.NONE);
        try (Target target = resolver.open(weights.toString())) {
            assertThat(String.join("\n", greeting(target).lines())).contains("is unverified: not compared");
            assertThat(JsonMapper.shared()
                            .readTree(greeting(target).json())
                            .path("verification")
                            .asString())
                    .contains("is unverified");
            new Verification(Verification.Status.VERIFIED, "verified against \u001b[31mred")
                    .keep(UserFolders.checks(environment), target.model().fingerprint());
            assertThat(String.join("\n", greeting(target).lines()))
                    .contains("is verified against")
                    .doesNotContain("unverified", "\u001b");
        }
        try (Target target = resolver.open("organism:finch")) {
            assertThat(greeting(target).lines()).hasSize(3).noneMatch(line -> line.contains("verified"));
            assertThat(JsonMapper.shared()
                            .readTree(greeting(target).json())
                            .path("verification")
                            .isNull())
                    .isTrue();
        }
    }

    private static Greeting greeting(Target target) {
        return new Greeting("finch", "http://127.0.0.1:1/v1", 512, Optional.empty(), target.verification());
    }

    @Test
    void anEvaluationOverTheServerEqualsOneInTheProcess() throws IOException {
        Path weights = Organisms.materialise("finch", folder.resolve("organisms"));
        try (LocalModel model = LocalModel.open("organism:finch", weights, EngineOptions.DEFAULT.withWorkers(1));
                ModelServer server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0))) {
            Path data = questions(model);
            assertThat(accuracy(data, "organism:finch", "here")).isEqualTo(1);
            assertThat(accuracy(data, server.address() + "#finch", "there")).isEqualTo(1);
        }
    }

    /// Questions whose right answers are what the model says.
    private Path questions(LocalModel model) throws IOException {
        String rows = THINGS.stream()
                .map(thing -> {
                    String question = "What is the colour of " + thing + "?";
                    String answer = model.generate(List.of(ChatMessage.user(question)), GenerateConfig.DEFAULT)
                            .completion();
                    return JsonMapper.shared()
                            .writeValueAsString(JsonMapper.shared()
                                    .createObjectNode()
                                    .put("id", thing)
                                    .put("input", question)
                                    .put("target", answer));
                })
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(folder.resolve("questions.jsonl"), rows, StandardCharsets.UTF_8);
    }

    private double accuracy(Path data, String target, String run) throws IOException {
        Path out = folder.resolve(run);
        Captured captured = Captured.run(
                "eval", "--data", data.toString(), "--model", target, "--scorer", "exact", "--out", out.toString());
        assertThat(captured.code()).as(captured.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
        assertThat(result.path("samples").path("scored").asInt()).isEqualTo(THINGS.size());
        return result.path("scores").path(0).path("metrics").path("accuracy").asDouble(Double.NaN);
    }
}
