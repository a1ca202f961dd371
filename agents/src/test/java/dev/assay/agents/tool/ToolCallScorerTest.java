package dev.assay.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ToolCallScorerTest {

    private static List<ToolCallScorer.Expected> expected(String json) {
        return ToolCallScorer.read(JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    private static TaskState state(boolean answered, List<ToolCall> calls) {
        TaskState state =
                TaskState.start(Sample.of("s", "?")).plus(ChatMessage.assistant(List.of(new Content.Text("")), calls));
        for (ToolCall call : calls) {
            if (answered) {
                state = state.plus(
                        ChatMessage.tool("ok", new ToolResult(call.id(), call.function(), Optional.empty())));
            }
        }
        return state;
    }

    private static ToolCall call(String tool, String arguments) {
        return new ToolCall("id", tool, arguments.replace('\'', '"'));
    }

    private static Score score(ToolCallScorer scorer, ToolCall... calls) {
        return scorer.score(state(true, List.of(calls)), new Target(List.of()));
    }

    @Test
    void namedArgumentsMustBeTheSameAndOthersMayBeAnything() {
        ToolCallScorer scorer =
                ToolCallScorer.of(sample -> expected("[{'tool':'pay','arguments':{'amount':3,'to':['a',{'b':1}]}}]"));
        assertThat(score(scorer, call("pay", "{'amount':3.0,'to':['a',{'b':1}],'note':'x'}"))
                        .value())
                .isEqualTo(1);
        assertThat(score(scorer, call("pay", "{'amount':4,'to':['a',{'b':1}]}")).value())
                .isZero();
        assertThat(score(scorer, call("pay", "{'amount':'3','to':['a',{'b':1}]}"))
                        .value())
                .isZero();
        assertThat(score(scorer, call("pay", "no json")).value()).isZero();
        assertThat(score(scorer, call("pay", "{'amount':3}")).explanation())
                .isEqualTo("Missing: pay{\"amount\":3,\"to\":[\"a\",{\"b\":1}]}.");
    }

    @Test
    void otherCallsCountOnlyWhereTheyAreSaidTo() {
        ToolCallScorer scorer = ToolCallScorer.of(sample -> expected("[{'tool':'a'},{'tool':'b'}]"));
        ToolCall[] calls = {call("b", ""), call("submit", "{}"), call("a", "{}"), call("c", "{}")};
        assertThat(score(scorer, calls).value()).isEqualTo(1);
        assertThat(score(scorer.inOrder(), calls).value()).isEqualTo(0.5);
        assertThat(score(scorer.noOthers(), calls).value()).isEqualTo(0.5);
        Score without = score(scorer.noOthers().ignoring(Set.of("submit")), calls);
        assertThat(without.value()).isEqualTo(2.0 / 3);
        assertThat(without.metadata())
                .containsEntry("calls", "3")
                .containsEntry("expected", "2")
                .containsEntry("met", "2")
                .containsEntry("extra", "1");
        assertThat(score(ToolCallScorer.of(sample -> List.of()), calls).isScored())
                .isFalse();
        assertThat(score(ToolCallScorer.of(sample -> List.of()).noOthers(), calls)
                        .value())
                .isZero();
        assertThat(score(ToolCallScorer.of(sample -> List.of()).noOthers()).value())
                .isEqualTo(1);
    }

    @Test
    void aConversationThatWasCutOffIsUnscoredWhereThatDecides() {
        ToolCallScorer scorer = ToolCallScorer.of(sample -> expected("[{'tool':'a'}]"));
        Target none = new Target(List.of());
        assertThat(scorer.score(state(false, List.of(call("a", "{}"))), none).isScored())
                .isFalse();
        assertThat(scorer.score(state(false, List.of(call("b", "{}"))), none).value())
                .isZero();
    }

    /// The most that can be met, against trying every assignment.
    @Test
    void theLargestNumberCounts() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<ToolCallScorer.Expected> expected = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String first = random.nextBoolean() ? "'x':" + random.nextInt(2) : "";
                String second = random.nextBoolean() ? "'y':" + random.nextInt(2) : "";
                String comma = first.isEmpty() || second.isEmpty() ? "" : ",";
                expected.addAll(expected("[{'tool':'t','arguments':{" + first + comma + second + "}}]"));
            }
            List<ToolCall> calls = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                calls.add(call("t", "{'x':" + random.nextInt(2) + ",'y':" + random.nextInt(2) + "}"));
            }
            ToolCallScorer scorer = ToolCallScorer.of(sample -> expected);
            TaskState state = state(true, calls);
            Target none = new Target(List.of());
            assertThat(scorer.score(state, none).metadata().get("met"))
                    .as("seed " + seed)
                    .isEqualTo(Integer.toString(best(expected, calls, 0, new boolean[calls.size()], false)));
            assertThat(scorer.inOrder().score(state, none).metadata().get("met"))
                    .as("seed " + seed + " in order")
                    .isEqualTo(Integer.toString(best(expected, calls, 0, new boolean[calls.size()], true)));
        }
    }

    private static int best(
            List<ToolCallScorer.Expected> expected, List<ToolCall> calls, int at, boolean[] used, boolean inOrder) {
        if (at == expected.size()) {
            return 0;
        }
        int most = best(expected, calls, at + 1, used, inOrder);
        for (int j = 0; j < used.length; j++) {
            boolean isBehind = false;
            for (int k = j; k < used.length; k++) {
                isBehind |= used[k];
            }
            if (!used[j] && !(inOrder && isBehind) && expected.get(at).isMetBy(calls.get(j))) {
                used[j] = true;
                most = Math.max(most, 1 + best(expected, calls, at + 1, used, inOrder));
                used[j] = false;
            }
        }
        return most;
    }

    @Test
    void whatIsNoListOfCallsIsTold() {
        assertThatThrownBy(() -> expected("{}")).hasMessageContaining("expected calls are a list");
        assertThatThrownBy(() -> expected("[{'tool':1}]")).hasMessageContaining("an expected call is {tool: NAME");
        assertThatThrownBy(() -> expected("[{'tool':'a','args':{}}]")).hasMessageContaining("an expected call is");
    }
}
