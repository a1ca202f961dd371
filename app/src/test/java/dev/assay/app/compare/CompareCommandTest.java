package dev.assay.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import dev.assay.store.SqliteEvalJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private Path folder;

    /// A run of 200 samples in 20 texts; a score below 0 stands for an errored sample.
    private String run(String name, IntToDoubleFunction score) {
        Path path = folder.resolve(name);
        try (EvalJournal journal = SqliteEvalJournal.open(path.resolve("run.db"))) {
            EvalLog.EvalSpec eval = new EvalLog.EvalSpec(
                    NOON,
                    name,
                    "capitals",
                    "0",
                    new EvalLog.EvalDataset("capitals", "", 200, false),
                    "puppet/" + name,
                    "puppet:" + name,
                    1,
                    "mean",
                    List.of("exact"),
                    List.of(),
                    Map.of());
            journal.begin(new EvalHeader(
                    name,
                    eval,
                    new EvalLog.EvalPlan("plan", List.of(), GenerateConfig.DEFAULT),
                    "{}",
                    "",
                    "./assay eval",
                    "test"));
            for (int i = 0; i < 200; i++) {
                journal.append(new SampleKey(i, 1, 1), sample(i, score.applyAsDouble(i)));
            }
        }
        return path.toString();
    }

    private static EvalSample sample(int i, double score) {
        return new EvalSample(
                "s" + i,
                1,
                List.of(ChatMessage.user("Which capital, number " + i + "?")),
                List.of(),
                Target.of("Paris"),
                List.of(),
                Optional.empty(),
                score < 0 ? Map.of() : Map.of("exact", new Score(score, "", "")),
                Map.of("text", "t" + i / 10),
                ModelUsage.NONE,
                NOON,
                Duration.ZERO,
                Duration.ZERO,
                score < 0 ? Optional.of(new EvalError("no answer", "")) : Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    @Test
    void equalRunsPassWithExitZero() {
        Captured captured = Captured.run("compare", run("a", i -> i % 2), run("b", i -> i % 2));
        assertThat(captured.code()).isZero();
        assertThat(captured.out())
                .contains("● pass: no drop of 0.050 or more", "200 = 200 compared + 0 errored + 0 excluded + 0 in one")
                .contains("0 better, 0 worse of 200");
    }

    @Test
    void aDropExitsWithOneAndWritesEveryDocument() throws Exception {
        Path out = folder.resolve("out");
        Captured captured = Captured.run(
                "compare",
                run("a", i -> 1),
                run("b", i -> i < 40 ? 0 : 1),
                "--markdown",
                out.resolve("pr.md").toString(),
                "--junit",
                out.resolve("junit.xml").toString(),
                "--sarif",
                out.resolve("gate.sarif").toString());
        assertThat(captured.code()).isEqualTo(1);
        assertThat(captured.out()).contains("◆ fail", "-0.200", "worse     s0, s1", "and 32 more");
        assertThat(Files.readString(out.resolve("pr.md"))).contains("Regression");
        assertThat(Files.readString(out.resolve("junit.xml"))).contains("<failure");
        assertThat(Files.readString(out.resolve("gate.sarif"))).contains("score-regression");
    }

    @Test
    void clustersAreCountedAsWhatTheyAre() {
        String before = run("a", i -> 1);
        String after = run("b", i -> i < 20 ? 0 : 1); // two texts of twenty
        assertThat(Captured.run("compare", before, after).code()).isEqualTo(1);
        Captured clustered = Captured.run("compare", before, after, "--cluster", "text");
        assertThat(clustered.code()).isEqualTo(3);
        assertThat(clustered.out()).contains("20 clusters", "□ inconclusive");
    }

    @Test
    void erroredSamplesKeepAGateFromPassing() {
        Captured captured = Captured.run("compare", run("a", i -> 1), run("b", i -> i < 20 ? -1 : 1));
        assertThat(captured.code()).isEqualTo(3);
        assertThat(captured.out()).contains("180 compared + 20 errored");
    }

    @Test
    void badInputIsOneSentence() {
        String run = run("a", i -> 1);
        assertThat(Captured.run("compare", run, "nowhere").err()).startsWith("error: no run 'nowhere'");
        Captured lacking = Captured.run("compare", run, run("b", i -> 1), "--cluster", "goal");
        assertThat(lacking.err()).contains("has no metadata 'goal'").doesNotContain("\tat ");
        assertThat(lacking.code()).isEqualTo(2);
        assertThat(Captured.run("compare", run, run, "--margin", "0").code()).isEqualTo(2);
        assertThat(Captured.run("compare", run).code()).isEqualTo(2);
    }
}
