package dev.assay.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoreScorersTest {

    private static Score score(Scorer scorer, String answer, String... targets) {
        Sample sample = new Sample(
                "1", List.of(ChatMessage.user("?")), Target.of(targets), List.of("w", "x", "y", "z"), Map.of());
        return scorer.score(TaskState.start(sample).plus(ModelOutput.of("m", answer)), sample.target());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANSWER: B|B|1",
                "answer: b|B|1",
                "**ANSWER: B**|B|1",
                "ANSWER: $B|B|1",
                "Thinking.\\nANSWER: A\\nNo.\\nANSWER: B|B|1",
                "ANSWER: B.|B|1",
                "So the ANSWER: B (the second)|B|1",
                "ANSWER: A,B|B|0",
                "ANSWER: A, C|A C|1",
                "ANSWER: AC|A,C|1",
                "ANSWER: A and C|AC|1",
                "ANSWER: A|A,C|0",
                "ANSWER: E|B|0",
                "ANSWER: Both|B|0",
                "The answer is B|B|0",
                "B|B|0",
                "I think ANSWER : b|B|1",
                "ANSWER: B's the one|B|0",
                "ANSWER: B\\n\\nParis is the capital of France.|B|1",
                "ANSWER: B\\nI am sure|B|1",
                "The ANSWER: B because it is|B|1",
                "The ANSWER: B I think|B|1",
                "**ANSWER: A & C**\\nA and B are alike.|A,C|1",
                "ANSWER: A, B and D\\n\\nDone.|A,B,D|1",
                "So the ANSWER: A, C (first and third)|A,C|1",
                "So the ANSWER: AC is right|A,C|1",
            })
    void lettersAreReadStrictly(String answer, String target, double value) {
        assertThat(score(Scorers.choice(), answer.replace("\\n", "\n"), target).value())
                .isEqualTo(value);
    }

    @Test
    void aTargetThatIsNoChoiceIsAnError() {
        assertThatThrownBy(() -> score(Scorers.choice(), "ANSWER: A", "Paris"))
                .hasMessage(
                        "The target 'Paris' of sample '1' is no letter of one of its 4 choices: give A for the first.");
        assertThat(score(Scorers.choice(), "ANSWER: A").isScored()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is 42.|42|1",
                "First 7, then 42|42|1",
                "42, then 7|42|0",
                "ANSWER: $1,234.50 in total|1234.5|1",
                "1 234 567|567|1",
                "-3e5|-300000|1",
                "\u22125|-5|1",
                "3/4 of it|0.75|1",
                "12 %|0.12|1",
                "x86 and v1.2|9|0",
                "no number|9|0",
                "10km|10 km|1",
                ".5|0.5|1",
                "1e999 |1|0",
                "5/0|5|0",
            })
    void numbersAreRead(String answer, String target, double value) {
        assertThat(score(Scorers.numeric(), answer, target).value()).isEqualTo(value);
    }

    @Test
    void tolerancesHoldRelativeOrAbsolute() {
        assertThat(score(Scorers.numeric(0.01, 0), "101", "100").value()).isEqualTo(1);
        assertThat(score(Scorers.numeric(0.01, 0), "101.1", "100").value()).isZero();
        assertThat(score(Scorers.numeric(0, 0.5), "0.5", "0").value()).isEqualTo(1);
        assertThat(score(Scorers.numeric(), "1", "one").isScored()).isFalse();
        assertThatThrownBy(() -> Scorers.numeric(-1, 0)).hasMessageContaining("at least 0");
    }

    @Test
    void hostileNumbersTakeNoTime() {
        for (String piece : List.of("1", "1,", "1,111", "1.", "1/", "-", "1e", "1 %", "9,999,")) {
            score(Scorers.numeric(), piece.repeat(40_000), "1");
            score(Scorers.choice(), ("ANSWER:" + piece).repeat(10_000), "A");
            score(Scorers.choice(), "ANSWER: " + "A ,".repeat(20_000) + "!", "A");
        }
    }

    @Test
    void aPatternThatBacktracksWithoutEndIsAnErrorAndNotWrong() {
        Scorer endless = Scorers.pattern("^(a|a?)+\\1b$", Duration.ofMillis(50));
        assertThatThrownBy(() -> score(endless, "a".repeat(60) + "c", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The pattern took longer than 0.05 s on the answer");
        assertThat(score(Scorers.pattern("is (\\w+)"), "It is Paris.", "Paris").value())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The cat, sat!|cat sat|1",
                "a big cat|big dog|0.5",
                "dog|cat|0",
                "the|a|1",
                "the|cat|0",
                "cat cat|cat|0.6666666666666666",
            })
    void wordsOverlapAsInSquad(String answer, String target, double value) {
        assertThat(score(Scorers.f1(), answer, target).value()).isCloseTo(value, within(1e-12));
        assertThat(score(Scorers.f1(), answer, "zzz", target).value()).isCloseTo(value, within(1e-12));
    }
}
