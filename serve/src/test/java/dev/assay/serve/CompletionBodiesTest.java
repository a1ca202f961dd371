package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.TokenLogprob.Alternative;
import dev.assay.engine.Continuation;
import dev.assay.engine.decoder.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Log-probabilities of `/v1/completions`.
class CompletionBodiesTest {

    private static CompletionBodies bodies() {
        return new CompletionBodies(
                "m",
                "fp",
                new Job(
                        List.of(new int[] {5}),
                        1,
                        new Continuation.Settings(new Sampling(0, 0, 1, 0, true, 0, 3), 16, List.of()),
                        false,
                        false,
                        List.of(),
                        List.of()));
    }

    private static JsonNode logprobs(String text, TokenLogprob... tokens) {
        return bodies().choice(0, new Continuation(text, StopReason.STOP, tokens.length, 0, List.of(tokens)))
                .path("logprobs");
    }

    private static List<Integer> offsets(String text, String... tokens) {
        var all = new ArrayList<TokenLogprob>();
        for (var token : tokens) {
            all.add(new TokenLogprob(token, -1));
        }
        return logprobs(text, all.toArray(TokenLogprob[]::new))
                .path("text_offset")
                .valueStream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void ofAlternativesWithOneTextTheLikelierStays() {
        var broken = "\uFFFD";
        var top = logprobs(
                        broken,
                        new TokenLogprob(
                                broken,
                                -0.1,
                                List.of(
                                        new Alternative(broken, -0.1),
                                        new Alternative("a", -3),
                                        new Alternative(broken, -7))))
                .path("top_logprobs")
                .path(0);
        assertThat(top).hasSize(2);
        assertThat(top.path(broken).asDouble()).isEqualTo(-0.1);
        assertThat(top.path("a").asDouble()).isEqualTo(-3);
    }

    @Test
    void offsetsAreWhereTokensStand() {
        assertThat(offsets(" Yes, it is", " Yes", ",", " it", " is")).containsExactly(0, 4, 5, 8);
        assertThat(offsets("Yes, e", " Yes", ",", " e")).containsExactly(0, 3, 4);
        assertThat(offsets("漢 a", "\uFFFD", "\uFFFD", "\uFFFD", " a")).containsExactly(0, 0, 0, 1);
        assertThat(offsets("ab", "a", "<|x|>", "b")).containsExactly(0, 1, 1);
        assertThat(offsets("a", "a", " END", "b")).containsExactly(0, 1, 1);
        assertThat(offsets("", "<|x|>")).containsExactly(0);
    }

    @Test
    void aPartOfACharacterStandsAtThatCharacter() {
        var part = "\uFFFD";
        assertThat(offsets("b漢b", "b" + part, part, "b")).containsExactly(0, 1, 2);
        assertThat(offsets("a漢b漢c", "a", part, part + "b", part, part + "c")).containsExactly(0, 1, 1, 3, 3);
        assertThat(offsets("漢漢a", part, part + part, "a")).containsExactly(0, 0, 2);
        assertThat(offsets("漢字 a", part, part, part, part, " a")).containsExactly(0, 0, 0, 0, 2);
        assertThat(offsets("aaa漢a", "a", "aa" + part, part, "a")).containsExactly(0, 1, 3, 4);
    }

    @Test
    void offsetsOfAStreamGoOn() {
        var bodies = bodies();
        var first = bodies.piece(0, "ab", List.of(new TokenLogprob("a", -1), new TokenLogprob("b", -1)));
        var second = bodies.piece(0, "c", List.of(new TokenLogprob("c", -1)));
        assertThat(first.getFirst().path("logprobs").path("text_offset").path(1).asInt())
                .isEqualTo(1);
        assertThat(second.getFirst()
                        .path("logprobs")
                        .path("text_offset")
                        .path(0)
                        .asInt())
                .isEqualTo(2);
    }
}
