package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.StopReason;
import dev.assay.engine.Continuation;
import dev.assay.engine.LocalModel;
import dev.assay.engine.decoder.Sampling;
import dev.assay.serve.Run.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// When what an answer tells is taken, and how pieces are written.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RunTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    static Path folder;

    private static LocalModel finch;

    @BeforeAll
    static void open() {
        finch = Finch.open(folder);
    }

    @AfterAll
    static void close() {
        finch.close();
    }

    private static Job job(int answers, boolean logprobs) {
        var settings = new Continuation.Settings(new Sampling(0, 0, 1, 0, logprobs, 0, 0), 16, List.of());
        return new Job(List.of(new int[] {5}), answers, settings, true, false, List.of(), List.of());
    }

    private static Dawdling dawdling() {
        return new Dawdling(finch.tokenizer());
    }

    @Test
    void theFirstPieceIsTakenAtOnceAndLaterOnesWithTheEnd() throws Exception {
        var model = dawdling();
        try (var run = Run.start(job(1, false), model, true, LONG, _ -> {})) {
            model.words.release();
            assertThat(run.take(LONG)).hasSize(1).allMatch(Event.Piece.class::isInstance);
            model.ending();
            var rest = run.take(LONG); // the pause lasts an hour: the end does not wait for it
            assertThat(rest).hasSizeGreaterThan(1);
            assertThat(rest.getLast()).isInstanceOf(Event.Done.class);
        }
    }

    @Test
    void withoutAPauseEveryPieceIsTakenAsItComes() throws Exception {
        var model = dawdling();
        try (var run = Run.start(job(1, false), model, true, Duration.ZERO, _ -> {})) {
            for (var i = 0; i < 50; i++) {
                model.words.release();
                assertThat(run.take(LONG)).hasSize(1);
            }
            assertThat(run.take(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void nothingIsLostWhateverComesInBetween() throws Exception {
        var model = dawdling().ending();
        for (var round = 0; round < 200; round++) {
            try (var run = Run.start(job(7, false), model, true, Duration.ofNanos(round * 1000L), _ -> {})) {
                var heard = new ArrayList<Event>();
                while (heard.stream().filter(Event.Done.class::isInstance).count() < 7) {
                    heard.addAll(run.take(LONG));
                }
                assertThat(heard).hasSize(14);
            }
        }
    }

    @Test
    void aPieceIsWrittenAsTheTreeWouldBe() {
        var random = new SplittableRandom(7);
        for (var bodies : List.of(
                new ChatBodies("a \"model\"\\u0000", "fp", job(3, false)),
                new CompletionBodies("m", "fp", job(3, false)))) {
            for (var i = 0; i < 500; i++) {
                var text = text(random);
                var index = random.nextInt(3);
                var told = new StringBuilder();
                bodies.tell(told, new Event.Piece(index, text, List.of()));
                var tree = bodies.event(bodies.piece(index, text, List.of()).getFirst());
                assertThat(told.toString()).startsWith("data: {").endsWith("}\n\n");
                assertThat(JsonMapper.shared().readTree(told.substring(6)))
                        .isEqualTo(JsonMapper.shared().readTree(tree));
                assertThat(told.substring(6).strip()).doesNotContain("\n", "\r");
            }
        }
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(12); i >= 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/\u2028\u007f".charAt(random.nextInt(5)));
                case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(40));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    @Test
    void whatIsTakenOfAnAnswerIsItsText() throws Exception {
        try (var run = Run.start(job(1, true), Served.of(finch, java.util.OptionalLong.empty()), true, LONG, _ -> {})) {
            var text = new StringBuilder();
            for (var ended = false; !ended; ) {
                for (var event : run.take(LONG)) {
                    switch (event) {
                        case Event.Piece piece -> text.append(piece.text());
                        case Event.Done done -> {
                            ended = true;
                            assertThat(text).hasToString(done.continuation().text());
                            assertThat(done.continuation().stopReason()).isIn(StopReason.STOP, StopReason.MAX_TOKENS);
                        }
                        case Event.Failed failed -> throw new AssertionError(failed.cause());
                    }
                }
            }
        }
    }
}
