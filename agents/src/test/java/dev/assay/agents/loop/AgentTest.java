package dev.assay.agents.loop;

import static dev.assay.agents.Puppet.calls;
import static dev.assay.agents.Puppet.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Puppet;
import dev.assay.agents.Scores;
import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.Tool;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Scorers;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentTest {

    record Sum(int a, int b) {}

    private final AtomicInteger added = new AtomicInteger();

    private final Tool add = Tool.of("add", "Adds two numbers.", Sum.class, sum -> {
        added.incrementAndGet();
        return Integer.toString(sum.a() + sum.b());
    });

    private static EvalSample run(Solver solver, Model model) {
        EvalLog log = Eval.run(
                Task.named("t")
                        .sample("What is 2 + 3?", "5")
                        .solver(solver)
                        .scorer(Scorers.exact())
                        .build(),
                model);
        return log.samples().getFirst();
    }

    private static double score(EvalSample sample) {
        return Scores.of(sample, "exact").value();
    }

    private static AgentEnd end(EvalSample sample) {
        return AgentEnd.of(sample.events()).orElseThrow();
    }

    private static List<String> roles(EvalSample sample) {
        return sample.messages().stream()
                .map(message -> message.role().wireName())
                .toList();
    }

    private static List<SampleEvent.ToolEvent> toolEvents(EvalSample sample) {
        return sample.events().stream()
                .filter(SampleEvent.ToolEvent.class::isInstance)
                .map(SampleEvent.ToolEvent.class::cast)
                .toList();
    }

    @Test
    void theDefaultsAreAsDocumented() {
        AgentLimits limits = AgentLimits.DEFAULT;
        assertThat(limits.turns()).isEqualTo(50);
        assertThat(limits.toolCalls()).isEqualTo(200);
        assertThat(limits.time()).hasMinutes(10);
        assertThat(limits.messages()).isEqualTo(Integer.MAX_VALUE);
        assertThat(limits.tokens()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAgentCallsToolsAndStops() {
        EvalSample sample = run(
                Agent.with(add).system("Use the tools.").build(),
                Puppet.saying(calls("add", "{\"a\":2,\"b\":3}"), text("5")));
        assertThat(roles(sample)).containsExactly("system", "user", "assistant", "tool", "assistant");
        assertThat(sample.messages().get(3).content()).isEqualTo("5");
        assertThat(score(sample)).isEqualTo(1);
        assertThat(end(sample)).isEqualTo(AgentEnd.STOPPED);
        assertThat(toolEvents(sample)).hasSize(1);
        assertThat(sample.modelUsage().totalTokens()).isEqualTo(30);
    }

    @Test
    void anAgentSubmitsAndTheAnswerIsScored() {
        EvalSample sample = run(
                Agent.with(add).submit().build(),
                Puppet.saying(
                        text("I think it is 5."),
                        calls("submit", "{\"answer\":\"5\"}", "add", "{\"a\":1,\"b\":1}"),
                        text("never asked")));
        assertThat(roles(sample)).containsExactly("user", "assistant", "user", "assistant", "tool", "tool");
        assertThat(sample.messages().get(2).content()).isEqualTo(AgentBuilder.DEFAULT_NUDGE);
        assertThat(sample.messages()
                        .getLast()
                        .toolResult()
                        .orElseThrow()
                        .error()
                        .orElseThrow()
                        .type())
                .isEqualTo("limit");
        assertThat(score(sample)).isEqualTo(1);
        assertThat(end(sample)).isEqualTo(AgentEnd.SUBMITTED);
        assertThat(added).hasValue(0);
    }

    @Test
    void anUnreadableSubmissionIsToldAndNotCounted() {
        EvalSample sample = run(
                Agent.with(add).submit("done").build(),
                Puppet.saying(calls("done", "{\"reply\":\"5\"}"), calls("done", "{\"answer\":\"5\"}")));
        assertThat(sample.messages().get(2).content()).isEqualTo("The argument 'answer' is missing: it is required.");
        assertThat(end(sample)).isEqualTo(AgentEnd.SUBMITTED);
        assertThat(score(sample)).isEqualTo(1);
    }

    @Test
    void wrongSubmissionsMayBeMended() {
        Puppet model = Puppet.saying(
                calls("submit", "{\"answer\":\"4\"}"),
                calls("submit", "{\"answer\":\"5\"}"),
                calls("submit", "{\"answer\":\"6\"}"));
        Solver three = Agent.with(add).submit().attempts(3, Scorers.exact()).build();
        EvalSample sample = run(three, model);
        assertThat(score(sample)).isEqualTo(1);
        assertThat(sample.messages().get(2).content()).isEqualTo(Attempts.DEFAULT_FEEDBACK);
        assertThat(roles(sample)).hasSize(5);
        assertThat(score(run(
                        Agent.with(add).submit().attempts(1, Scorers.exact()).build(), model)))
                .isZero();
    }

    @Test
    void whatAModelWritesWrongGoesBackToIt() {
        EvalSample sample = run(
                Agent.with(add).build(),
                Puppet.saying(
                        calls("add", "{\"a\":2,\"b\":", "multiply", "{}", "add", "{\"a\":2,\"b\":3}"), text("5")));
        assertThat(sample.error()).isEmpty();
        assertThat(sample.messages().subList(2, 5))
                .extracting(ChatMessage::content)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("The arguments of add are no JSON object"),
                        second -> assertThat(second).isEqualTo("There is no tool 'multiply': known are add."),
                        third -> assertThat(third).isEqualTo("5"));
    }

    @Test
    void everyLimitEndsTheSampleAndIsRecorded() {
        Puppet endless = Puppet.saying(calls("add", "{\"a\":2,\"b\":3}", "add", "{\"a\":2,\"b\":3}"));
        AgentLimits limits = AgentLimits.DEFAULT;
        assertThat(endOf(limits.withTurns(3), endless)).isEqualTo(AgentEnd.TURN_LIMIT);
        assertThat(added).hasValue(6);
        assertThat(endOf(limits.withMessages(4), endless)).isEqualTo(AgentEnd.MESSAGE_LIMIT);
        assertThat(added).hasValue(8);
        assertThat(endOf(limits.withTokens(30), endless)).isEqualTo(AgentEnd.TOKEN_LIMIT);
        assertThat(added).as("the answer that met the limit is not acted on").hasValue(10);
        assertThat(endOf(limits.withToolCalls(3), endless)).isEqualTo(AgentEnd.TOOL_CALL_LIMIT);
        assertThat(added).hasValue(13);
        assertThat(endOf(limits.withTime(Duration.ofNanos(1)), endless)).isEqualTo(AgentEnd.TIME_LIMIT);
        assertThat(added).hasValue(13);
    }

    private AgentEnd endOf(AgentLimits limits, Puppet model) {
        EvalSample sample = run(Agent.with(add).limits(limits).build(), model);
        assertThat(sample.error()).isEmpty();
        assertThat(sample.scores()).isNotEmpty();
        long calls =
                sample.messages().stream().mapToLong(m -> m.toolCalls().size()).sum();
        assertThat(sample.messages().stream().filter(m -> m.toolResult().isPresent()))
                .as("every call has an answer")
                .hasSize((int) calls);
        return end(sample);
    }

    @Test
    void aFullContextEndsAnAgentAndNotItsFirstAnswer() {
        ModelException full = new ModelException(ModelException.Kind.CONTEXT_LENGTH, "full");
        Puppet model = Puppet.of(request -> {
            if (request.messages().size() > 2) {
                throw full;
            }
            return calls("add", "{\"a\":2,\"b\":3}");
        });
        assertThat(end(run(Agent.with(add).build(), model))).isEqualTo(AgentEnd.CONTEXT_LENGTH);
        Puppet never = Puppet.of(request -> {
            throw full;
        });
        assertThat(run(Agent.with(add).build(), never).error().orElseThrow().message())
                .isEqualTo("full");
    }

    @Test
    void aFaultOfAToolErrsTheSampleAndClosesItsTools() {
        AtomicInteger closed = new AtomicInteger();
        Tool broken = Tool.of("add", "", Sum.class, sum -> {
            throw new IllegalStateException("the sandbox is gone");
        });
        EvalSample sample = run(
                Agent.with((s, events) -> new OpenTools() {
                            @Override
                            public List<Tool> tools() {
                                return List.of(broken);
                            }

                            @Override
                            public void close() {
                                closed.incrementAndGet();
                            }
                        })
                        .build(),
                Puppet.saying(calls("add", "{\"a\":2,\"b\":3}"), text("5")));
        assertThat(sample.error().orElseThrow().message()).isEqualTo("the sandbox is gone");
        assertThat(sample.scores()).isEmpty();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aModelWithoutToolsIsRefusedBeforeItIsAsked() {
        Model plain = new Model() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public String fingerprint() {
                return "plain";
            }

            @Override
            public ModelOutput generate(List<ChatMessage> messages, dev.assay.core.model.GenerateConfig config) {
                return text("5");
            }
        };
        Task task = Task.named("t").sample("q").solver(Agent.with(add).build()).build();
        assertThat(Eval.run(task, plain).error().orElseThrow().message()).contains("does not take tools");
    }

    @Test
    void impossibleAgentsAreRefused() {
        assertThatThrownBy(() -> Agent.with(add).attempts(2, Scorers.exact()).build())
                .hasMessageContaining("needs submit()");
        assertThat(run(Agent.with(add).submit("add").build(), Puppet.saying(text("5")))
                        .error()
                        .orElseThrow()
                        .message())
                .contains("give submit another name");
        assertThatThrownBy(() -> AgentLimits.DEFAULT.withTurns(0)).hasMessage("turns must be at least 1, but is 0");
    }

    @Test
    void thePlanNamesWhatHolds() {
        assertThat(Agent.with(add).submit().system("s").build().steps())
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.solver()).isEqualTo("agent");
                    assertThat(step.params())
                            .containsEntry("submit", "submit")
                            .containsEntry("turns", "50")
                            .containsEntry("tool_timeout", "PT1M");
                });
    }
}
