package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link Model} must keep. Extend it and hand over a model that answers; the contract closes
/// it.
public abstract class ModelContract {

    private Model model;

    /// A model that answers whatever it is asked.
    protected abstract Model newModel();

    /// Short settings, so that slow models stay quick.
    protected GenerateConfig config() {
        return GenerateConfig.DEFAULT.withMaxTokens(16);
    }

    /// How many conversations the test of many threads holds at once.
    protected int conversations() {
        return 64;
    }

    @BeforeEach
    void open() {
        model = newModel();
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static List<ChatMessage> ask(String question) {
        return List.of(ChatMessage.user(question));
    }

    @Test
    void nameAndFingerprintAreGivenAndStay() {
        assertThat(model.name()).isNotBlank().isEqualTo(model.name());
        assertThat(model.fingerprint()).isNotBlank().isEqualTo(model.fingerprint());
    }

    @Test
    void anEmptyConversationIsAnErrorOfTheCaller() {
        assertThatThrownBy(() -> model.generate(List.of(), config())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameGreedyQuestionHasTheSameAnswer() {
        ModelOutput first = model.generate(ask("What is the capital of France?"), config());
        ModelOutput second = model.generate(ask("What is the capital of France?"), config());
        assertThat(second.completion()).isEqualTo(first.completion());
        assertThat(second.stopReason()).isEqualTo(first.stopReason());
    }

    @Test
    void aConversationOfManyTurnsIsAnswered() {
        List<ChatMessage> messages = List.of(
                ChatMessage.system("Answer in one word."),
                ChatMessage.user("Who wrote it?"),
                ChatMessage.assistant(""),
                ChatMessage.user("Please tell me."));
        assertThat(model.generate(messages, config()).time()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void awkwardTextsAreAnswered() {
        for (String text : RunJournalContract.AWKWARD_TEXTS) {
            ModelOutput output = model.generate(ask("Repeat: " + text), config());
            assertThat(output.usage().inputTokens()).isNotNegative();
        }
    }

    @Test
    void eachOfManyThreadsGetsItsOwnAnswer() throws InterruptedException, ExecutionException {
        List<String> alone = new ArrayList<>();
        List<Callable<String>> together = new ArrayList<>();
        for (int index = 0; index < conversations(); index++) {
            List<ChatMessage> messages = ask("Tell me about the number " + index * 37 + ".");
            alone.add(model.generate(messages, config()).completion());
            together.add(() -> model.generate(messages, config()).completion());
        }
        List<String> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> future : executor.invokeAll(together)) {
                answers.add(future.get());
            }
        }
        assertThat(answers).isEqualTo(alone);
    }

    @Test
    void onlyWhatNoLaterCallCanMendIsFatal() {
        List<ModelException.Kind> fatal = new ArrayList<>();
        for (ModelException.Kind kind : ModelException.Kind.values()) {
            if (kind.isFatal()) {
                fatal.add(kind);
            }
        }
        assertThat(fatal)
                .containsExactlyInAnyOrder(
                        ModelException.Kind.AUTHENTICATION,
                        ModelException.Kind.QUOTA_SPENT,
                        ModelException.Kind.NOT_FOUND,
                        ModelException.Kind.UNSUPPORTED);
    }
}
