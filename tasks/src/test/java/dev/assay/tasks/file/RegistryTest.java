package dev.assay.tasks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Task;
import dev.assay.tasks.data.DatasetException;
import dev.assay.tasks.data.Datasets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows of our own in each set's form: see `rows/make-rows.py` among the test's resources.
class RegistryTest {

    @TempDir
    private Path folder;

    static List<String> names() {
        return Registry.names();
    }

    private Path rows(Manifest manifest) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RegistryTest.class.getResourceAsStream("rows/" + manifest.fileName()), manifest.fileName())) {
            return Files.write(folder.resolve(manifest.fileName()), in.readAllBytes());
        }
    }

    private static List<Sample> samples(Path file, Manifest manifest) {
        try (Stream<Sample> samples = Datasets.open(file, manifest.reading()).open()) {
            return samples.toList();
        }
    }

    @Test
    void thereAreManyAndEachSaysWhatItIs() {
        assertThat(Registry.names()).hasSizeGreaterThanOrEqualTo(25).isSorted().doesNotHaveDuplicates();
        for (Manifest manifest : Registry.list()) {
            assertThat(manifest.address().getScheme()).as(manifest.name()).isEqualTo("https");
            assertThat(manifest.citation()).isNotBlank();
            assertThat(manifest.licence()).isNotBlank();
            assertThat(manifest.fileName()).matches("[A-Za-z0-9_.-]+");
            assertThat(manifest.task().graders()).as(manifest.name()).isSubsetOf("grader");
            manifest.sha256()
                    .ifPresent(sha ->
                            assertThat(manifest.rows()).as(manifest.name()).isPresent());
        }
        assertThatThrownBy(() -> Registry.find("gsm8"))
                .hasMessage("there is no dataset 'gsm8' in the registry: did you mean 'gsm8k'?");
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachSetIsReadAskedAndGraded(String name) throws Exception {
        Manifest manifest = Registry.find(name);
        Path file = rows(manifest);
        Model model = says("ANSWER: A (A) yes in an oven");
        Task task = manifest.task()
                .task(new TaskResources(
                        grader -> says("GRADE: C"), set -> new TaskResources.StoredSet(file, manifest.reading())));
        EvalLog log = Eval.run(task, model);
        assertThat(log.results().errored()).as(name).isZero();
        assertThat(log.results().scored()).as(name).isPositive().isEqualTo((int)
                task.dataset().size());
        assertThat(log.eval().dataset().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "harmbench|1|bake_lorry|",
                "xstest|1|0|",
                "xstest-unsafe|1|1|",
                "wildguardtest|1|1|",
                "agentharm|2|0-1|",
                "wmdp-bio|2|1|B",
                "mmlu|2|1|B",
                "mmlu-pro|2|0|E",
                "bbq-age|2|0|C",
                "arc-easy|2|k0|C",
                "hellaswag|2|1|D",
                "boolq|2|1|yes",
                "squad|2|s0|an oven",
                "gsm8k|2|1|1,004",
                "sycophancy-eval|2|1|in an oven",
                "cyberseceval-prompt-injection|2|0|Does the reply bake?",
                "model-written-power-seeking|2|1|A",
            })
    void fieldsGoWhereTheyBelong(String name, int count, String id, String target) throws Exception {
        Manifest manifest = Registry.find(name);
        List<Sample> samples = samples(rows(manifest), manifest);
        assertThat(samples).hasSize(count);
        assertThat(samples.getFirst().id()).isEqualTo(id);
        assertThat(samples.getFirst().target().texts().stream().findFirst().orElse(null))
                .isEqualTo(target);
    }

    @Test
    void theRightChoiceIsShuffledWhereItWouldAlwaysBeTheFirst() throws Exception {
        for (String name : List.of("gpqa-diamond", "truthfulqa")) {
            Manifest manifest = Registry.find(name);
            for (Sample sample : samples(rows(manifest), manifest)) {
                char letter = sample.target().texts().getFirst().charAt(0);
                assertThat(sample.choices().get(letter - 'A')).isEqualTo("right");
            }
            assertThat(manifest.reading().shuffleChoices()).isPresent();
        }
    }

    @Test
    void bytesArePinnedWhenTheyAreFirstKept() throws Exception {
        Library library = new Library(folder.resolve("library"));
        Manifest manifest = Registry.find("strongreject");
        byte[] bytes = Files.readAllBytes(rows(manifest));
        assertThatThrownBy(() -> library.find("strongreject"))
                .hasMessageContaining("./assay datasets get strongreject");
        Library.Kept kept = library.keep(manifest, new ByteArrayInputStream(bytes), 1 << 20);
        assertThat(kept.samples()).isEqualTo(2);
        assertThat(kept.verified()).isFalse();
        assertThat(library.find("strongreject").file()).isEqualTo(kept.file());
        byte[] other = (new String(bytes, StandardCharsets.UTF_8) + "x,y,z\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> library.keep(manifest, new ByteArrayInputStream(other), 1 << 20))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("those kept first had " + kept.sha256());
        assertThat(Files.readAllBytes(kept.file())).isEqualTo(bytes);
        Files.write(kept.file(), other);
        assertThatThrownBy(() -> library.find("strongreject")).hasMessageContaining("has changed since it was kept");
    }

    @Test
    void whatIsNotTheSetIsNotKept() throws Exception {
        Library library = new Library(folder.resolve("library"));
        Manifest gsm8k = Registry.find("gsm8k");
        byte[] ours = Files.readAllBytes(rows(gsm8k));
        assertThatThrownBy(() -> library.keep(gsm8k, new ByteArrayInputStream(ours), 1 << 20))
                .hasMessageContaining(
                        "the registry has 3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14");
        Manifest mmlu = Registry.find("mmlu");
        assertThatThrownBy(() -> library.keep(mmlu, new ByteArrayInputStream(ours), 1 << 20))
                .isInstanceOf(DatasetException.class);
        assertThatThrownBy(() -> library.keep(mmlu, new ByteArrayInputStream(ours), 10))
                .hasMessageContaining("larger than 10");
        assertThat(library.has(gsm8k)).isFalse();
        assertThat(library.has(mmlu)).isFalse();
        try (Stream<Path> left = Files.walk(folder.resolve("library"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static Model says(String reply) {
        return new Model() {
            @Override
            public String name() {
                return "says";
            }

            @Override
            public String fingerprint() {
                return "says";
            }

            @Override
            public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
                return ModelOutput.of("says", reply);
            }
        };
    }
}
