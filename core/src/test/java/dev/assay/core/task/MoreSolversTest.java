package dev.assay.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MoreSolversTest {

    /// A model that answers by a rule and notes what it was asked; each call costs one token in and one out.
    private static final class Rule implements Generate {

        private final Function<List<ChatMessage>, String> rule;
        private final List<List<ChatMessage>> asked = new ArrayList<>();

        Rule(Function<List<ChatMessage>, String> rule) {
            this.rule = rule;
        }

        @Override
        public TaskState generate(TaskState state, GenerateConfig config, List<ToolInfo> tools, ToolChoice choice) {
            asked.add(state.messages());
            return state.plus(new ModelOutput(
                    "rule",
                    rule.apply(state.messages()),
                    StopReason.STOP,
                    new ModelUsage(1, 1),
                    Duration.ZERO,
                    List.of()));
        }

        @Override
        public GenerateConfig config() {
            return GenerateConfig.DEFAULT;
        }

        @Override
        public void record(SampleEvent event) {}
    }

    private static Sample choiceSample(String id, String question, String letter) {
        return new Sample(
                id, List.of(ChatMessage.user(question)), Target.of(letter), List.of("red", "blue", "green"), Map.of());
    }

    private static String last(List<ChatMessage> messages) {
        return messages.getLast().content();
    }

    @Test
    void aTemplateIsFilledOnceAndWithMetadata() {
        Sample sample = Sample.of("1", "Is {topic} {prompt} safe?").with("topic", "tea");
        Rule model = new Rule(messages -> "yes");
        Solvers.promptTemplate("About {topic}: {prompt} {unknown}")
                .then(Solvers.generate())
                .solve(TaskState.start(sample), model);
        assertThat(last(model.asked.getFirst())).isEqualTo("About tea: Is {topic} {prompt} safe? {unknown}");
        assertThatThrownBy(() -> Solvers.promptTemplate("no hole"))
                .hasMessage("The template lacks {prompt}: write it in.");
    }

    @Test
    void theSystemMessageStaysInFrontOfExamples() {
        Dataset pool = new Dataset(
                "pool",
                IntStream.range(0, 9)
                        .mapToObj(i -> Sample.of("p" + i, "q" + i, "a" + i))
                        .toList());
        Rule model = new Rule(messages -> "x");
        Solvers.system("Be brief.")
                .then(Solvers.fewShot(pool, 2, 7))
                .then(Solvers.generate())
                .solve(TaskState.start(Sample.of("s", "question")), model);
        List<ChatMessage> asked = model.asked.getFirst();
        assertThat(asked.stream().map(message -> message.role().wireName()))
                .containsExactly("system", "user", "assistant", "user", "assistant", "user");
        assertThat(asked.get(2).content())
                .isEqualTo("a" + asked.get(1).content().substring(1));
    }

    @Test
    void noSampleSeesItsOwnAnswerAndDrawsRepeat() {
        List<Sample> samples = IntStream.range(0, 12)
                .mapToObj(i -> Sample.of("p" + i, "Question " + i, "a" + i))
                .toList();
        Dataset pool = new Dataset("pool", samples);
        for (long seed = 0; seed < 20; seed++) {
            for (Sample sample : samples) {
                Sample copy = Sample.of("other", "  question  " + sample.id().substring(1) + " ", "?");
                Rule one = new Rule(messages -> "x");
                Rule other = new Rule(messages -> "x");
                Solvers.fewShot(pool, 11, seed).then(Solvers.generate()).solve(TaskState.start(copy), one);
                Solvers.fewShot(pool, 11, seed).then(Solvers.generate()).solve(TaskState.start(copy), other);
                assertThat(one.asked).isEqualTo(other.asked);
                assertThat(one.asked.getFirst())
                        .hasSize(23)
                        .noneMatch(message ->
                                message.content().equals(sample.target().texts().getFirst()));
            }
        }
        assertThatThrownBy(() -> Solvers.fewShot(pool, 12, 1)).hasMessageContaining("has 12 samples with an answer");
    }

    @Test
    void choicesAreShownAndExamplesTakeTheSameForm() {
        Dataset pool =
                new Dataset("pool", List.of(choiceSample("a", "First?", "B"), choiceSample("b", "Second?", "A")));
        Rule model = new Rule(messages -> "ANSWER: C");
        Solvers.fewShot(pool, 1, 3)
                .then(Solvers.multipleChoice())
                .solve(TaskState.start(choiceSample("s", "Third?", "C")), model);
        List<ChatMessage> asked = model.asked.getFirst();
        assertThat(asked.get(0).content()).endsWith("?\n\nA) red\nB) blue\nC) green");
        assertThat(asked.get(1).content()).matches("ANSWER: [AB]");
        assertThat(asked.get(2).content())
                .contains("LETTER is one of A,B,C")
                .endsWith("Third?\n\nA) red\nB) blue\nC) green");
        assertThatThrownBy(() -> Solvers.multipleChoice().solve(TaskState.start(Sample.of("s", "?")), model))
                .hasMessageContaining("0 choices");
    }

    @Test
    void aCritiqueIsAskedForApartAndPaidFor() {
        Rule model = new Rule(messages -> last(messages).startsWith("Below are")
                ? "It lacks {answer}."
                : last(messages).startsWith("Here is a critique") ? "better" : "draft {critique}");
        TaskState state =
                Solvers.generate().then(Solvers.selfCritique()).solve(TaskState.start(Sample.of("1", "Why?")), model);
        assertThat(state.completion()).isEqualTo("better");
        assertThat(state.usage()).isEqualTo(new ModelUsage(3, 3));
        assertThat(model.asked.get(1)).hasSize(1);
        assertThat(last(model.asked.get(1))).contains("Why?").contains("draft {critique}");
        assertThat(last(model.asked.get(2))).contains("It lacks {answer}.");
        assertThat(state.messages().stream().map(message -> message.role().wireName()))
                .containsExactly("user", "assistant", "user", "assistant");
        assertThatThrownBy(() -> Solvers.selfCritique().solve(TaskState.start(Sample.of("1", "?")), model))
                .hasMessageContaining("put 'generate' before it");
    }

    @Test
    void turnsFollowEachOther() {
        Rule model = new Rule(messages -> "re: " + last(messages));
        TaskState fixed =
                Solvers.multiTurn(List.of("Sure?", "Really?")).solve(TaskState.start(Sample.of("1", "Why?")), model);
        assertThat(fixed.messages().stream().map(ChatMessage::content))
                .containsExactly("Why?", "re: Why?", "Sure?", "re: Sure?", "Really?", "re: Really?");
        Sample own = Sample.of("2", "Why?").with("turns", "[\"And?\"]");
        assertThat(Solvers.multiTurnFrom("turns")
                        .solve(TaskState.start(own), model)
                        .completion())
                .isEqualTo("re: And?");
        for (String bad : List.of("[]", "{}", "no", "[1]")) {
            Sample sample = Sample.of("2", "Why?").with("turns", bad);
            assertThatThrownBy(() -> Solvers.multiTurnFrom("turns").solve(TaskState.start(sample), model))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'turns' of sample '2'");
        }
    }
}
