package dev.assay.store.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectLogWriterTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        List<EvalSample> written = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            written.add(MadeRuns.any(number, 1, new Random(number)));
            written.add(MadeRuns.any(number, 2, new Random(1_000 + number)));
        }
        Path file = write("run.eval", written, 2);

        try (InspectLog log = InspectLog.open(file)) {
            List<InspectSample> read = new ArrayList<>();
            log.forEachSample(read::add);
            assertThat(read).hasSameSizeAs(written);
            for (int index = 0; index < written.size(); index++) {
                InspectSample.Converted again = read.get(index).toEvalSample();
                assertThat(again.left()).isEmpty();
                assertThat(again.sample()).isEqualTo(written.get(index));
                assertThat(log.sample(again.sample().id(), again.sample().epoch()))
                        .isPresent();
            }
        }
    }

    @Test
    void whatUtf8CannotSayIsWrittenAsText() {
        EvalSample odd = renamed(MadeRuns.simple(1), "half \ud83d and \u0000");
        EvalSample huge = renamed(MadeRuns.simple(2), "x".repeat(70_000));
        try (InspectLog log = InspectLog.open(write("run.eval", List.of(odd, huge), 1))) {
            assertThat(log.sample("half \\ud83d and \\u0000", 1)).isPresent();
            List<String> ids = new ArrayList<>();
            log.forEachSample(sample -> ids.add(sample.id()));
            assertThat(ids).containsExactly("half \\ud83d and \\u0000", huge.id());
        }
    }

    private static EvalSample renamed(EvalSample sample, String id) {
        return new EvalSample(
                id,
                sample.epoch(),
                sample.input(),
                sample.choices(),
                sample.target(),
                sample.messages(),
                sample.output(),
                sample.scores(),
                sample.metadata(),
                sample.modelUsage(),
                sample.startedAt(),
                sample.totalTime(),
                sample.workingTime(),
                sample.error(),
                sample.errorRetries(),
                sample.limit(),
                sample.events());
    }

    @Test
    void theHeaderSaysWhatWasRunAndWhatItCameTo() {
        Path file = write("run.eval", List.of(MadeRuns.simple(1), MadeRuns.simple(2)), 1);
        try (InspectLog log = InspectLog.open(file)) {
            InspectHeader header = log.header();
            assertThat(header.version()).isEqualTo(2);
            assertThat(header.status()).isEqualTo(Status.SUCCESS);
            assertThat(header.eval())
                    .usingRecursiveComparison()
                    .ignoringFields("metadata")
                    .isEqualTo(MadeRuns.header(2, 1).eval());
            assertThat(header.eval().metadata()).containsEntry("owner", "tests");
            assertThat(header.eval().modelFingerprint()).isEqualTo("http://localhost:1/v1#quiz");
            assertThat(header.plan()).isEqualTo(MadeRuns.header(2, 1).plan());
            assertThat(header.totalSamples()).isEqualTo(2);
            assertThat(header.scores().getFirst().metrics()).containsEntry("accuracy", 0.5);
            assertThat(header.stats().modelUsage()).containsOnlyKeys(MadeRuns.MODEL);
            assertThat(InspectJson.object(InspectJson.object(log.headerJson(), "eval"), "metadata")
                            .toString())
                    .contains("\"digest\":\"d1ce57\"");
        }
    }

    @Test
    void theSameRunGivesTheSameBytes() throws IOException {
        List<EvalSample> samples = List.of(MadeRuns.simple(1), MadeRuns.any(2, 1, new Random(2)));
        assertThat(write("one.eval", samples, 1)).hasSameBinaryContentAs(write("two.eval", samples, 1));
    }

    @Test
    void epochsAreReduced() {
        EvalSample once = MadeRuns.simple(1);
        EvalSample twice = new EvalSample(
                once.id(),
                2,
                once.input(),
                once.choices(),
                once.target(),
                once.messages(),
                once.output(),
                java.util.Map.of("includes", new dev.assay.core.task.Score(0.25, "", "")),
                once.metadata(),
                once.modelUsage(),
                once.startedAt(),
                once.totalTime(),
                once.workingTime(),
                once.error(),
                once.errorRetries(),
                once.limit(),
                once.events());
        double first = once.scores().values().iterator().next().value();
        List<String> reductions = new ArrayList<>();
        try (InspectLog log = InspectLog.open(write("run.eval", List.of(once, twice), 2))) {
            log.forEachReduction(reduction -> reductions.add(reduction.toString()));
        }
        assertThat(reductions)
                .singleElement()
                .asString()
                .startsWith(
                        "{\"scorer\":\"includes\",\"reducer\":\"mean\",\"samples\":[{\"value\":" + (first + 0.25) / 2)
                .endsWith("\"sample_id\":\"q1\"}]}");
    }

    @Test
    void anUnfinishedLogLeavesNothing() throws IOException {
        try (InspectLogWriter writer = InspectLogWriter.open(folder.resolve("run.eval"), MadeRuns.header(1, 2))) {
            writer.append(MadeRuns.simple(1));
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isNotEmpty().allMatch(file -> file.toString().endsWith(".part"));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aThousandSimpleSamplesNeedLessThanNineTenthsOfAMegabyte() throws IOException {
        List<EvalSample> samples = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            samples.add(MadeRuns.simple(number));
        }
        assertThat(Files.size(write("run.eval", samples, 1))).isLessThan(900_000);
    }

    @Test
    void theFileIsNamedAsInspectNamesIt() {
        assertThat(InspectLogWriter.fileName(MadeRuns.header(1, 1)))
                .matches("2026-11-25T10-00-00-00-00_capitals_[2-9A-Za-z]{22}\\.eval");
    }

    private Path write(String name, List<EvalSample> samples, int epochs) {
        Path file = folder.resolve(name);
        try (InspectLogWriter writer = InspectLogWriter.open(file, MadeRuns.header(samples.size() / epochs, epochs))) {
            samples.forEach(writer::append);
            writer.finish(MadeRuns.outcome(samples.size()));
        }
        return file;
    }
}
