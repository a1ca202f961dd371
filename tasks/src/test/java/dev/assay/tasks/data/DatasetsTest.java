package dev.assay.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @TempDir
    private Path folder;

    private static final DatasetOptions PLAIN = DatasetOptions.DEFAULT;

    @Test
    void everyDefaultIsAsDocumented() {
        assertThat(PLAIN.check()).isEqualTo(DatasetOptions.Check.EVERY_ROW);
        assertThat(PLAIN.maxRowBytes()).isEqualTo(32 << 20);
        assertThat(PLAIN.shuffle()).isEmpty();
        assertThat(PLAIN.limit()).isEmpty();
        assertThat(PLAIN.mapping().targetForm()).isEqualTo(TargetForm.TEXT);
        assertThat(PLAIN.mapping().input().words()).isEqualTo("'input'");
    }

    @Test
    void allFormatsGiveTheSameSamples() {
        String jsonl = """
                {"id": 1, "input": "Capital of France?", "target": "Paris"}

                {"id": 2, "input": "Ein \\"Wort\\", bitte: größer?", "target": ["a", "b"]}
                """;
        List<Sample> expected = List.of(
                Sample.of("1", "Capital of France?", "Paris"),
                Sample.of("2", "Ein \"Wort\", bitte: größer?", "a", "b"));
        assertThat(Written.samples(Written.file(folder, "a.jsonl", jsonl), PLAIN))
                .isEqualTo(expected);
        assertThat(Written.samples(Written.file(folder, "a.jsonl.gz", Written.gzip(jsonl)), PLAIN))
                .isEqualTo(expected);
        String json = "[" + jsonl.strip().replace("\n\n", ",\n") + "]";
        assertThat(Written.samples(Written.file(folder, "a.json", json), PLAIN)).isEqualTo(expected);
        assertThat(Written.samples(
                        Written.file(folder, "b.json", "{\"version\": [1], \"data\": {\"items\": " + json + "}}"),
                        PLAIN.withRows("data.items")))
                .isEqualTo(expected);
    }

    @Test
    void marksLineEndsAndAMissingLastLineEndDoNotMatter() {
        String plain = "{\"input\": \"a\"}\n{\"input\": \"b\"}";
        List<Sample> expected = List.of(Sample.of("1", "a"), Sample.of("2", "b"));
        for (String text : List.of(plain, plain + "\n", "\uFEFF" + plain, plain.replace("\n", "\r\n") + "\r\n\r\n")) {
            assertThat(Written.samples(Written.file(folder, "a.jsonl", text), PLAIN))
                    .isEqualTo(expected);
        }
        for (String text : List.of("input\na\nb", "\uFEFFinput\r\na\r\nb\r\n", "input\n\na\n\"b\"\n\n")) {
            assertThat(Written.samples(Written.file(folder, "a.csv", text), PLAIN))
                    .isEqualTo(expected);
        }
        assertThat(Written.samples(
                        Written.file(folder, "a.json", "\uFEFF[{\"input\":\"a\"},{\"input\":\"b\"}]"), PLAIN))
                .isEqualTo(expected);
    }

    @Test
    void csvValuesMayHoldSeparatorsQuotesAndLines() {
        Path file = Written.file(folder, "a.csv", "input,target\n\"a, \"\"b\"\"\nc\",x\nplain,y\n");
        assertThat(Written.samples(file, PLAIN))
                .isEqualTo(List.of(Sample.of("1", "a, \"b\"\nc", "x"), Sample.of("2", "plain", "y")));
        Path tabs = Written.file(folder, "a.tsv", "input\ttarget\na, b\tx\n");
        assertThat(Written.samples(tabs, PLAIN)).isEqualTo(List.of(Sample.of("1", "a, b", "x")));
        Path bare = Written.file(folder, "bare.csv", "a;x\n");
        assertThat(Written.samples(bare, PLAIN.withSeparator(';').withColumns(List.of("input", "target"))))
                .isEqualTo(List.of(Sample.of("1", "a", "x")));
    }

    @Test
    void fieldsAreMappedNestedTemplatedAndConstant() {
        Path file = Written.file(folder, "a.jsonl", """
                {"q": {"text": "Why?", "tags": ["x", "y"]}, "ctx": "Because.", "n": 1.50, "a.b": true, "k": "z"}
                """);
        FieldMapping mapping = FieldMapping.builder()
                .input("{{ ctx }}\n{{q.text}} ({{q.tags.1}})")
                .target(FieldExpression.constant("yes"))
                .id("k")
                .metadata("number", "n")
                .metadata("dotted", "a.b")
                .metadata("tags", "q.tags")
                .build();
        assertThat(Written.samples(file, PLAIN.withMapping(mapping)))
                .isEqualTo(List.of(new Sample(
                        "z",
                        List.of(ChatMessage.user("Because.\nWhy? (y)")),
                        Target.of("yes"),
                        Map.of("number", "1.50", "dotted", "true", "tags", "[\"x\",\"y\"]"))));
    }

    @Test
    void aRightAnswerMayBeWrittenInSixWays() {
        String row = "{\"q\":\"?\",\"c\":[\"red\",\"blue\",\"green\"],\"l\":[\"1\",\"2\",\"3\"],\"i\":1,\"n\":2,"
                + "\"t\":\"blue\",\"f\":[0,1,0],\"k\":\"2\",\"s\":\"so #### B\",\"many\":[0,2]}\n";
        Path file = Written.file(folder, "a.jsonl", row);
        assertThat(target(file, TargetForm.INDEX, "i")).containsExactly("B");
        assertThat(target(file, TargetForm.NUMBER, "n")).containsExactly("B");
        assertThat(target(file, TargetForm.CHOICE, "t")).containsExactly("B");
        assertThat(target(file, TargetForm.FLAGS, "f")).containsExactly("B");
        assertThat(target(file, TargetForm.KEY, "k")).containsExactly("B");
        assertThat(target(file, TargetForm.TEXT, "t")).containsExactly("blue");
        assertThat(target(file, TargetForm.INDEX, "many")).containsExactly("A", "C");
        FieldMapping pattern = FieldMapping.builder()
                .input("q")
                .target("s")
                .targetPattern("####\\s*(\\S+)")
                .targetValues(Map.of("B", "bee"))
                .build();
        assertThat(Written.samples(file, PLAIN.withMapping(pattern)).getFirst().target())
                .isEqualTo(Target.of("bee"));
    }

    private static List<String> target(Path file, TargetForm form, String field) {
        FieldMapping mapping = FieldMapping.builder()
                .input("q")
                .choices("c")
                .keys("l")
                .target(field)
                .targetForm(form)
                .build();
        return Written.samples(file, PLAIN.withMapping(mapping))
                .getFirst()
                .target()
                .texts();
    }

    @Test
    void conversationsAndImagesComeThrough() {
        Path file = Written.file(folder, "a.jsonl", """
                {"input": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]}
                """);
        assertThat(Written.samples(file, PLAIN).getFirst().input())
                .isEqualTo(List.of(
                        ChatMessage.system("Be brief."),
                        ChatMessage.user(
                                List.of(new Content.Text("What?"), Content.Image.of("data:image/png;base64,AAAA")))));
    }

    @Test
    void aFolderGivesASampleAFile() {
        byte[] png = "\u0089PNG\r\n\u001A\n....".getBytes(StandardCharsets.ISO_8859_1);
        Written.file(folder, "set/cats/one.jpg", png);
        Written.file(folder, "set/a.txt", "What is this?");
        Written.file(folder, "set/.hidden", "no");
        FieldMapping mapping =
                FieldMapping.builder().metadata("kind", "media_type").build();
        List<Sample> samples = Written.samples(folder.resolve("set"), PLAIN.withMapping(mapping));
        assertThat(samples.stream().map(Sample::id)).containsExactly("a.txt", "cats/one.jpg");
        assertThat(samples.getFirst().input()).isEqualTo(List.of(ChatMessage.user("What is this?")));
        assertThat(samples.getLast().input())
                .isEqualTo(List.of(ChatMessage.user(List.of(Content.Image.of(
                        "data:image/png;base64," + Base64.getEncoder().encodeToString(png))))));
        assertThat(samples.getLast().metadata()).isEqualTo(Map.of("kind", "image/png"));
    }

    @Test
    void rowsAreChosenByTheirFields() {
        Path file = Written.file(
                folder,
                "a.jsonl",
                "{\"input\":\"a\",\"kind\":\"x\"}\n{\"input\":\"b\",\"kind\":\"y\"}\n{\"input\":\"c\",\"kind\":\"x\"}\n");
        DatasetOptions options = PLAIN.withMapping(
                FieldMapping.builder().where("kind", Set.of("x")).build());
        assertThat(Written.inputs(file, options)).containsExactly("a", "c");
        assertThat(Written.inputs(file, options.withShuffle(1))).containsExactlyInAnyOrder("a", "c");
        assertThat(Datasets.open(file, options.withCheck(DatasetOptions.Check.COUNT))
                        .size())
                .isEqualTo(2);
        assertThatThrownBy(() -> Datasets.open(
                        file,
                        PLAIN.withMapping(FieldMapping.builder()
                                .where("kind", Set.of("z"))
                                .build())))
                .hasMessage("a.jsonl has no row that meets the condition (where); loosen it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz", "a.json", "a.csv"})
    void slicesShufflesAndLimitsHoldInEveryFormat(String name) {
        int rows = 5000;
        String lines = IntStream.range(0, rows)
                .mapToObj(i -> "{\"input\":\"q" + i + "\"}")
                .collect(Collectors.joining(name.endsWith("json") ? "," : "\n"));
        String text = name.endsWith("json")
                ? "[" + lines + "]"
                : name.endsWith("csv")
                        ? "input\n"
                                + IntStream.range(0, rows)
                                        .mapToObj(i -> "q" + i)
                                        .collect(Collectors.joining("\n"))
                        : lines;
        Path file =
                name.endsWith("gz") ? Written.file(folder, name, Written.gzip(text)) : Written.file(folder, name, text);
        assertThat(Written.inputs(file, PLAIN.withSlice(10, 13))).containsExactly("q10", "q11", "q12");
        assertThat(Written.inputs(file, PLAIN.withSlice(10, 13).withLimit(2))).containsExactly("q10", "q11");
        List<String> shuffled = Written.inputs(file, PLAIN.withShuffle(3));
        // SplitMix64 and Fisher-Yates, computed by a program of ten lines in another language
        assertThat(shuffled).hasSize(rows).doesNotHaveDuplicates();
        assertThat(shuffled.subList(0, 3)).containsExactly("q3022", "q2273", "q3824");
        assertThat(Written.inputs(file, PLAIN.withShuffle(3).withLimit(2))).isEqualTo(shuffled.subList(0, 2));
        assertThat(Written.inputs(file, PLAIN.withShuffle(4))).isNotEqualTo(shuffled);
        assertThat(Written.inputs(file, PLAIN.withSlice(10, 13).withShuffle(3)))
                .containsExactlyInAnyOrder("q10", "q11", "q12");
        SampleSource plain = Datasets.open(file, PLAIN);
        SampleSource drawn = Datasets.open(file, PLAIN.withShuffle(3));
        assertThat(plain.digest()).isNotEqualTo(drawn.digest());
        assertThat(drawn.shuffled()).isTrue();
        assertThat(Written.samples(drawn).getFirst().id()).isEqualTo("3023");
    }

    @Test
    void aLimitReadsNoFurtherThanItMust() {
        Path file = Written.file(folder, "a.jsonl", "{\"input\":\"a\"}\n{\"input\":\"b\"}\nnonsense\n");
        assertThat(Written.inputs(file, PLAIN.withLimit(2))).containsExactly("a", "b");
        assertThatThrownBy(() -> Datasets.open(file, PLAIN.withLimit(3))).hasMessageContaining("a.jsonl:3");
        String before = Datasets.open(file, PLAIN.withLimit(2)).digest();
        Path longer = Written.file(folder, "a.jsonl", "{\"input\":\"a\"}\n{\"input\":\"b\"}\n{\"input\":\"c\"}\n");
        assertThat(Datasets.open(longer, PLAIN.withLimit(2)).digest()).isEqualTo(before);
    }

    @Test
    void choicesAreShuffledWithTheirLetters() {
        String rows = IntStream.range(0, 50)
                .mapToObj(i -> "{\"input\":\"q" + i + "\",\"choices\":[\"right\",\"b\",\"c\",\"also right\"],"
                        + "\"target\":[\"A\",\"D\"]}")
                .collect(Collectors.joining("\n"));
        Path file = Written.file(folder, "a.jsonl", rows);
        List<Sample> samples = Written.samples(file, PLAIN.withShuffleChoices(5));
        for (Sample sample : samples) {
            List<String> right = sample.target().texts().stream()
                    .map(letter -> sample.choices().get(letter.charAt(0) - 'A'))
                    .toList();
            assertThat(right).containsExactly("right", "also right");
        }
        assertThat(samples.stream().map(Sample::choices).distinct().count()).isGreaterThan(10);
        assertThat(Written.samples(file, PLAIN.withShuffleChoices(5).withShuffle(1)))
                .containsExactlyInAnyOrderElementsOf(samples);
    }

    @Test
    void aFileThatChangesDuringARunIsNotReadOn() throws Exception {
        Path file = Written.file(folder, "a.jsonl", "{\"input\":\"a\"}\n");
        SampleSource source = Datasets.open(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThatThrownBy(source::open)
                .isInstanceOf(DatasetException.class)
                .hasMessage(file + " changed after it was checked: leave it alone during a run, and start the run"
                        + " again.");
    }

    @Test
    void rowsAreOnlyCountedWhereThatIsAskedFor() {
        Path file = Written.file(folder, "a.jsonl", "{\"input\":\"a\"}\n\nnonsense\n");
        SampleSource source = Datasets.open(file, PLAIN.withCheck(DatasetOptions.Check.COUNT));
        assertThat(source.size()).isEqualTo(2);
        assertThatThrownBy(() -> Written.samples(source))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("(a.jsonl:3)");
    }
}
