package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.engine.decoder.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LocalModelTest {

    private static final List<ChatMessage> HELLO = List.of(ChatMessage.user("The cat and 12 dogs"));

    private static LocalModel open(EngineOptions options) {
        return LocalModel.open(Fixtures.folder("untied-f32"), options);
    }

    @Test
    void answersWithinTheLimitAndCountsTokens() {
        try (var model = open(EngineOptions.DEFAULT)) {
            var output = model.generate(
                    HELLO, GenerateConfig.DEFAULT.withMaxTokens(5).withLogprobs(true));
            assertThat(output.usage().outputTokens()).isLessThanOrEqualTo(5);
            assertThat(output.usage().inputTokens()).isGreaterThan(5);
            assertThat(output.logprobs()).hasSize((int) output.usage().outputTokens());
            assertThat(output.logprobs()).allMatch(token -> token.logprob() <= 0);
            assertThat(model.fingerprint()).matches("sha256:[0-9a-f]{64}");
        }
    }

    @Test
    void aStreamIsTheAnswerInPieces() {
        try (var model = open(EngineOptions.DEFAULT)) {
            for (var seed = 0; seed < 10; seed++) {
                var config =
                        GenerateConfig.DEFAULT.withTemperature(1).withSeed(seed).withMaxTokens(30);
                var pieces = new ArrayList<String>();
                var streamed = model.stream(ModelRequest.of(HELLO, config), delta -> pieces.add(delta.text()));
                assertThat(String.join("", pieces)).isEqualTo(streamed.completion());
                assertThat(streamed.completion())
                        .isEqualTo(model.generate(HELLO, config).completion());
            }
        }
    }

    @Test
    void alternativesAreToldBestFirst() {
        try (var model = open(EngineOptions.DEFAULT)) {
            var output = model.generate(
                    HELLO,
                    GenerateConfig.DEFAULT.toBuilder()
                            .maxTokens(6)
                            .topLogprobs(4)
                            .temperature(OptionalDouble.of(0))
                            .build());
            assertThat(output.logprobs()).isNotEmpty().allSatisfy(token -> {
                assertThat(token.top()).hasSize(4);
                assertThat(token.top().getFirst().logprob()).isEqualTo(token.logprob());
                assertThat(token.top()).isSortedAccordingTo(Comparator.comparingDouble(other -> -other.logprob()));
            });
        }
    }

    @Test
    void whatTheChatTemplateDoesNotShowIsRefused() {
        try (var model = open(EngineOptions.DEFAULT)) {
            assertThat(model.capabilities()).doesNotContain(Capability.TOOLS).contains(Capability.STREAMING);
            var request = new ModelRequest(
                    HELLO, List.of(new ToolInfo("clock", "", "{}")), ToolChoice.AUTO, GenerateConfig.DEFAULT);
            assertThatThrownBy(() -> model.generate(request))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tools");
        }
    }

    @Test
    void aListenerThatWantsNoMoreEndsTheText() throws Exception {
        try (var model = open(EngineOptions.DEFAULT)) {
            var prompt = model.tokenizer().encode("The cat");
            var heard = new ArrayList<String>();
            var continuation = model.continueFrom(
                    prompt, new Continuation.Settings(Sampling.GREEDY, 40, List.of()), (piece, _) -> {
                        heard.add(piece);
                        return heard.size() < 3;
                    });
            assertThat(heard).hasSizeLessThanOrEqualTo(4);
            assertThat(continuation.tokens()).isLessThan(40);
        }
    }

    @Test
    void anAnswerDoesNotDependOnWhatRunsBesideIt() throws Exception {
        var requests = new ArrayList<List<ChatMessage>>();
        for (var i = 0; i < 40; i++) {
            requests.add(List.of(ChatMessage.system("cat ".repeat(i % 4)), ChatMessage.user("Dog " + i % 13)));
        }
        var hot = GenerateConfig.DEFAULT.withTemperature(1).withMaxTokens(24).withSeed(5);
        var alone = new HashMap<List<ChatMessage>, String>();
        try (var model =
                open(EngineOptions.DEFAULT.withWorkers(1).withMaxBatch(1).withPrefixCacheBytes(0))) {
            for (var request : requests) {
                alone.put(request, model.generate(request, hot).completion());
            }
        }
        assertThat(alone.values().stream().distinct().count()).isGreaterThan(20);
        try (var model = open(EngineOptions.DEFAULT.withWorkers(3));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<ModelOutput>>();
            for (var request : requests) {
                answers.add(threads.submit(() -> model.generate(request, hot)));
            }
            for (var i = 0; i < requests.size(); i++) {
                assertThat(answers.get(i).get().completion()).isEqualTo(alone.get(requests.get(i)));
            }
        }
    }

    @Test
    void aStopStringEndsTheAnswerAndIsNoPartOfIt() {
        try (var model = open(EngineOptions.DEFAULT)) {
            var whole = model.generate(HELLO, GenerateConfig.DEFAULT.withMaxTokens(30))
                    .completion();
            var stop = whole.substring(whole.length() / 2, whole.length() / 2 + 2);
            var output = model.generate(
                    HELLO, GenerateConfig.DEFAULT.withMaxTokens(30).withStop(List.of(stop, "never in it")));
            assertThat(output.completion()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(output.stopReason()).isEqualTo(StopReason.STOP);
        }
    }

    @Test
    void aConversationLongerThanTheContextIsRefused() {
        try (var model = open(EngineOptions.DEFAULT)) {
            assertThatThrownBy(() ->
                            model.generate(List.of(ChatMessage.user("1 2 3 ".repeat(60))), GenerateConfig.DEFAULT))
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.CONTEXT_LENGTH))
                    .hasMessageContaining("holds 128");
        }
    }

    @Test
    void theContextMayFillUpWhileAnswering() {
        try (var model = open(EngineOptions.DEFAULT)) {
            var output = model.generate(
                    List.of(ChatMessage.user("1 2 3 ".repeat(18))), GenerateConfig.DEFAULT.withMaxTokens(200));
            assertThat(output.stopReason()).isIn(StopReason.MODEL_LENGTH, StopReason.STOP);
            assertThat(output.usage().inputTokens() + output.usage().outputTokens())
                    .isLessThanOrEqualTo(129);
        }
    }

    @Test
    void defaultsAreStated() {
        assertThat(EngineOptions.DEFAULT.maxBatch()).isEqualTo(32);
        assertThat(EngineOptions.DEFAULT.prefixCacheBytes()).isEqualTo(64L << 20);
        assertThat(EngineOptions.DEFAULT.workers())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(EngineOptions.DEFAULT.kernel()).isEqualTo(EngineOptions.KernelChoice.AUTO);
    }
}
