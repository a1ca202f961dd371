package dev.assay.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ToolCall;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.SampleEvent.ToolEvent;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolRunnerTest {

    record Index(int n) {}

    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<SampleEvent> events = new ArrayList<>();

    private List<ChatMessage> run(Tool tool, ToolLimits limits, String... arguments) {
        List<ToolCall> calls = IntStream.range(0, arguments.length)
                .mapToObj(i -> new ToolCall("c" + i, tool.info().name(), arguments[i]))
                .toList();
        return new ToolRunner(List.of(tool), limits).run(calls, LONG, events::add);
    }

    private static Tool failing(Exception failure) {
        return Tool.of("t", "", NoArguments.class, none -> {
            throw failure;
        });
    }

    private String errorOf(Exception failure) {
        ChatMessage answer = run(failing(failure), ToolLimits.DEFAULT, "{}").getFirst();
        return answer.toolResult().orElseThrow().error().orElseThrow().type();
    }

    @Test
    void theDefaultsAreAsDocumented() {
        assertThat(ToolLimits.DEFAULT.timeout()).hasSeconds(60);
        assertThat(ToolLimits.DEFAULT.outputBytes()).isEqualTo(16 * 1024);
    }

    @Test
    void failuresHaveInspectsKinds() {
        assertThat(errorOf(new NoSuchFileException("a"))).isEqualTo("file_not_found");
        assertThat(errorOf(new FileNotFoundException("a"))).isEqualTo("file_not_found");
        assertThat(errorOf(new AccessDeniedException("a"))).isEqualTo("permission");
        assertThat(errorOf(new UncheckedIOException(new AccessDeniedException("a"))))
                .isEqualTo("permission");
        assertThat(errorOf(new MalformedInputException(1))).isEqualTo("unicode_decode");
        assertThat(errorOf(new TimeoutException())).isEqualTo("timeout");
        for (ToolErrorType type : ToolErrorType.values()) {
            assertThat(errorOf(new ToolException(type, "told"))).isEqualTo(type.wireName());
        }
    }

    @Test
    void anUnknownToolIsAParsingErrorWithTheKnownNames() {
        ChatMessage answer = new ToolRunner(List.of(failing(new Exception())), ToolLimits.DEFAULT)
                .run(List.of(new ToolCall("c", "rm", "{}")), LONG, events::add)
                .getFirst();
        assertThat(answer.content()).isEqualTo("There is no tool 'rm': known are t.");
        assertThat(((ToolEvent) events.getFirst()).error().orElseThrow().type()).isEqualTo("parsing");
    }

    @Test
    void aFaultOfTheToolItselfIsNotTheModelsToMend() {
        assertThatThrownBy(() -> run(failing(new NullPointerException("bug")), ToolLimits.DEFAULT, "{}"))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> run(failing(new java.io.IOException("disk")), ToolLimits.DEFAULT, "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("disk");
    }

    @Test
    void parallelCallsRunAtOnceAndAnswerInOrder() {
        CyclicBarrier barrier = new CyclicBarrier(4);
        Tool meet = Tool.of("meet", "", Index.class, number -> {
            barrier.await(20, TimeUnit.SECONDS);
            return "met " + number.n();
        });
        List<ChatMessage> answers = run(meet, ToolLimits.DEFAULT, "{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(answers).extracting(ChatMessage::content).containsExactly("met 0", "met 1", "met 2", "met 3");
        assertThat(events).extracting(event -> ((ToolEvent) event).call().id()).containsExactly("c0", "c1", "c2", "c3");
    }

    @Test
    void sequentialCallsNeverOverlap() {
        List<String> steps = java.util.Collections.synchronizedList(new ArrayList<>());
        Tool tool = Tool.sequential("t", "", Index.class, number -> {
            steps.add("in " + number.n());
            Thread.onSpinWait();
            steps.add("out " + number.n());
            return "";
        });
        run(tool, ToolLimits.DEFAULT, "{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
        assertThat(steps).containsExactly("in 0", "out 0", "in 1", "out 1", "in 2", "out 2");
    }

    @Test
    void aCallThatHangsIsInterruptedAndReported() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Tool hang = Tool.of("hang", "", NoArguments.class, none -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "";
        });
        // A busy machine may need longer until the tool has started at all.
        Duration timeout = Duration.ofMillis(50);
        ChatMessage answer =
                run(hang, ToolLimits.DEFAULT.withTimeout(timeout), "{}").getFirst();
        while (started.getCount() > 0 && timeout.toSeconds() < 60) {
            timeout = timeout.multipliedBy(10);
            answer = run(hang, ToolLimits.DEFAULT.withTimeout(timeout), "{}").getFirst();
        }
        assertThat(answer.toolResult().orElseThrow().error().orElseThrow().type())
                .isEqualTo("timeout");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptedSampleIsNoAnswer() {
        Tool hang = Tool.of("hang", "", NoArguments.class, none -> {
            new CountDownLatch(1).await();
            return "";
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> run(hang, ToolLimits.DEFAULT, "{}"))
                .isInstanceOf(ModelException.class)
                .extracting(failure -> ((ModelException) failure).kind())
                .isEqualTo(ModelException.Kind.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void longResultsLoseTheirMiddle() {
        Tool flood = Tool.of("flood", "", NoArguments.class, none -> "a".repeat(1_000_000) + "end");
        ChatMessage answer =
                run(flood, ToolLimits.DEFAULT.withOutputBytes(100), "{}").getFirst();
        assertThat(answer.content())
                .startsWith("a".repeat(50) + "\n[... 999903 characters left out")
                .endsWith("aend");
        assertThat(((ToolEvent) events.getFirst()).truncated()).isTrue();
    }

    @Test
    void cutsSplitNoCharacterAndKeepTheLimit() {
        Random random = new Random(3);
        int[] points = {'a', 0xE9, 0x20AC, 0x1F600, 0xD800};
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(300); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            int limit = 64 + random.nextInt(300);
            ToolOutput output = ToolOutput.of(text.toString(), limit);
            byte[] sent = output.text().getBytes(StandardCharsets.UTF_8);
            assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo(output.text());
            int size = text.toString().replace('\uD800', '\uFFFD').getBytes(StandardCharsets.UTF_8).length;
            if (!output.truncated()) {
                assertThat(sent.length).isLessThanOrEqualTo(limit);
            } else {
                assertThat(sent.length).isLessThanOrEqualTo(limit + 100);
                assertThat(size).isGreaterThan(limit);
            }
        }
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        Tool tool = failing(new Exception());
        assertThatThrownBy(() -> new ToolRunner(List.of(tool, tool), ToolLimits.DEFAULT))
                .hasMessage("Two tools are called 't': rename one.");
    }
}
