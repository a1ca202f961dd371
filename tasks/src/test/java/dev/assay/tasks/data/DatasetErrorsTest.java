package dev.assay.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each sentence that a user gets for a bad dataset.
class DatasetErrorsTest {

    private static final String GOOD = "{\"input\":\"a\"}\n";

    @TempDir
    private Path folder;

    private void refuses(String name, String text, String sentence) {
        refuses(name, text, DatasetOptions.DEFAULT, sentence);
    }

    private void refuses(String name, String text, DatasetOptions options, String sentence) {
        refuses(Written.file(folder, name, text), options, sentence);
    }

    private void refuses(Path file, DatasetOptions options, String sentence) {
        assertThatThrownBy(() -> Datasets.open(file, options))
                .isInstanceOf(DatasetException.class)
                .hasMessage(sentence);
    }

    private static DatasetOptions mapped(FieldMapping.Builder mapping) {
        return DatasetOptions.DEFAULT.withMapping(mapping.build());
    }

    @Test
    void filesThatAreNotThere() {
        refuses(
                folder.resolve("no.jsonl"),
                DatasetOptions.DEFAULT,
                "There is no file " + folder + "/no.jsonl; check the path.");
        refuses(
                "a.txt",
                "x",
                "The name a.txt does not tell its format; say it with format: jsonl, json, csv, tsv or parquet.");
        refuses(
                folder,
                DatasetOptions.DEFAULT.withFormat(DataFormat.CSV),
                folder + " is a folder, but the format 'csv' is that of a file; name a file.");
        refuses("a.jsonl", " \n\n", "a.jsonl has no rows; a dataset needs at least one.");
        refuses(
                "b.jsonl",
                GOOD,
                DatasetOptions.DEFAULT.withSlice(5, 9),
                "b.jsonl has 1 samples, so that none is left after the first 5; start earlier.");
    }

    @Test
    void rowsThatAreNoJson() {
        refuses(
                "a.jsonl",
                GOOD + "\n{\"input\": nope}\n",
                "This row is not valid JSON at column 11: Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'); mend or remove it (a.jsonl:3).");
        refuses(
                "a.jsonl",
                "[1]\n",
                "This row is a list, but one JSON object a line is needed; a file that is one JSON list is read as format json (a.jsonl:1).");
        assertThatThrownBy(() ->
                        Datasets.open(Written.file(folder, "a.jsonl", GOOD + "{\"input\":\"a\",\"input\":\"b\"}\n")))
                .hasMessageContaining("(a.jsonl:2)")
                .hasMessageContaining("input");
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "a.jsonl", GOOD + "{\"input\":\"a\"} {}\n")))
                .hasMessageContaining("(a.jsonl:2)");
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "a.jsonl", "{\"input\":\"a\0b\"}\n")))
                .hasMessageContaining("(a.jsonl:1)")
                .hasMessageContaining("not valid JSON");
        String deep = "{\"input\":" + "[".repeat(2000) + "]".repeat(2000) + "}\n";
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "a.jsonl", deep)))
                .hasMessageContaining("(a.jsonl:1)");
    }

    @Test
    void textThatIsNotUtf8() {
        byte[] latin = (GOOD + "{\"input\":\"\u00FC\"}\n").getBytes(StandardCharsets.ISO_8859_1);
        refuses(
                Written.file(folder, "a.jsonl", latin),
                DatasetOptions.DEFAULT,
                "This row is not UTF-8: save the file as UTF-8 (a.jsonl:2).");
        byte[] csv = "input\na\n\u00FC\n".getBytes(StandardCharsets.ISO_8859_1);
        refuses(
                Written.file(folder, "a.csv", csv),
                DatasetOptions.DEFAULT,
                "This line is not UTF-8: save the file as UTF-8 (a.csv:3).");
        byte[] json = "[{\"input\":\n\"\u00FC\"}]".getBytes(StandardCharsets.ISO_8859_1);
        refuses(
                Written.file(folder, "a.json", json),
                DatasetOptions.DEFAULT,
                "This line is not UTF-8: save the file as UTF-8 (a.json:2).");
        byte[] wide = ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16LE);
        for (String name : List.of("w.jsonl", "w.csv", "w.json")) {
            refuses(
                    Written.file(folder, name, wide),
                    DatasetOptions.DEFAULT,
                    "The file is UTF-16, but UTF-8 is read: save it as UTF-8 (" + name + ":1).");
        }
        byte[] overlong = {'{', '"', 'i', 'n', 'p', 'u', 't', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        refuses(
                Written.file(folder, "o.jsonl", overlong),
                DatasetOptions.DEFAULT,
                "This row is not UTF-8: save the file as UTF-8 (o.jsonl:1).");
    }

    @Test
    void fieldsThatAreMissingOrOfTheWrongKind() {
        refuses(
                "a.jsonl",
                GOOD + "{\"question\":\"b\",\"n\":null}\n",
                "The row has no 'input' (it has question, n): add it, or map the field to another name (a.jsonl:2).");
        refuses(
                "a.jsonl",
                "{\"input\":{\"x\":1}}\n",
                "'input' is an object, but a text, a number or true/false is needed: map a field within it, such as name.0 (a.jsonl:1).");
        refuses("a.jsonl", "{\"input\":\" \"}\n", "'input' is empty, but it is the question: fill it in (a.jsonl:1).");
        refuses("a.jsonl", "{\"input\":[]}\n", "'input' is an empty list: it needs at least one message (a.jsonl:1).");
        refuses(
                "a.jsonl",
                "{\"input\":[{\"role\":\"boss\",\"content\":\"x\"}]}\n",
                "Message 1 of 'input' has the role 'boss', but system, user or assistant is needed (a.jsonl:1).");
        refuses(
                "a.jsonl",
                "{\"input\":\"a\",\"choices\":\"b\"}\n",
                "'choices' is a text, but choices are a list of texts: map the list, or name one field for each choice (a.jsonl:1).");
        refuses(
                "a.jsonl",
                "{\"input\":\"a\",\"metadata\":[]}\n",
                "'metadata' is a list, but an object of facts is needed: mend it, or map metadata to other fields (a.jsonl:1).");
        refuses(
                "a.jsonl",
                "{\"input\":\"a\",\"target\":[{}]}\n",
                "'target' must be a list of texts, but holds an object (a.jsonl:1).");
        refuses(
                "a.csv",
                "input,target\na\n",
                "This row has 1 values, but there are 2 columns: is a separator or a quote missing? (a.csv:2).");
    }

    @Test
    void targetsThatNameNoChoice() {
        String row = "{\"input\":\"a\",\"choices\":[\"x\",\"y\"],\"target\":\"7\"}\n";
        refuses(
                "a.jsonl",
                row,
                mapped(FieldMapping.builder().targetForm(TargetForm.INDEX)),
                "'target' is 7, but there are 2 choices, counted from 0 (a.jsonl:1).");
        refuses(
                "a.jsonl",
                row,
                mapped(FieldMapping.builder().targetForm(TargetForm.CHOICE)),
                "'target' is '7', which is none of the row's choices (a.jsonl:1).");
        refuses(
                "a.jsonl",
                row,
                mapped(FieldMapping.builder().targetForm(TargetForm.FLAGS)),
                "'target' has 1 flags, but there are 2 choices (a.jsonl:1).");
        refuses(
                "a.jsonl",
                row,
                mapped(FieldMapping.builder().targetPattern("x(.)")),
                "The target '7' does not match the pattern x(.): correct one of the two (a.jsonl:1).");
        refuses(
                "a.jsonl",
                row,
                DatasetOptions.DEFAULT.withShuffleChoices(1),
                "The target '7' is no letter of a choice, so that the choices cannot be shuffled: say how it is written with target_form (a.jsonl:1).");
    }

    @Test
    void idsThatComeTwice() {
        String rows = IntStream.range(0, 40_000)
                .mapToObj(i -> "{\"id\":\"q" + i + "\",\"input\":\"a\"}\n")
                .collect(Collectors.joining());
        refuses(
                "a.jsonl",
                rows + "{\"id\":\"q77\",\"input\":\"a\"}\n",
                "Id 'q77' is there already, on line 78: give each row an id of its own, or map the id to another field (a.jsonl:40001).");
        refuses(
                "b.jsonl",
                GOOD + GOOD + "{\"id\":2,\"input\":\"a\"}\n",
                "Id '2' is there already, on line 2: give each row an id of its own, or map the id to another field (b.jsonl:3).");
        refuses("c.csv", "id,input\nx,a\n,b\n", "'id' is empty: give the row an id (c.csv:3).");
        refuses(
                "d.csv",
                "id,input\nx,a\nx,b\n",
                "Id 'x' is there already, on line 2: give each row an id of its own, or map the id to another field (d.csv:3).");
    }

    @Test
    void csvFilesThatAreNone() {
        refuses("a.csv", "", "a.csv is empty; it needs a line with the names of its columns, and rows.");
        refuses("a.csv", "input,input\na,b\n", "Two columns are called 'input': rename one (a.csv:1).");
        refuses("a.csv", "input,\na,b\n", "Column 2 has no name: name every column (a.csv:1).");
        refuses("a.csv", "input\na\0b\n", "Column 'input' holds a NUL: remove it (a.csv:2).");
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "q.csv", "input,target\na,b\n\"open,c\nd,e\n")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("q.csv:3");
    }

    @Test
    void jsonFilesWithoutAList() {
        refuses(
                "a.json",
                "{\"rows\":[]}",
                "The file is an object, but a list of rows is needed: say where it lies with rows: NAME, or use format jsonl for one object a line (a.json:1).");
        refuses(
                "a.json",
                "{\"a\":1,\"b\":2}",
                DatasetOptions.DEFAULT.withRows("c"),
                "There is no 'c' here, where the list of rows should lie; there is a, b (a.json:1).");
        refuses(
                "a.json",
                "[{\"input\":\"a\"},\n3]",
                "This row is a number, but each item of the list must be an object (a.json:2).");
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "c.json", "[{\"input\":\"a\"},\n{\"input\":")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("c.json:2");
    }

    @Test
    void rowsWithoutAnEndAreBounded() {
        DatasetOptions small = DatasetOptions.DEFAULT.withMaxRowBytes(4096);
        String huge = "x".repeat(3_000_000);
        refuses(
                "a.jsonl",
                GOOD + huge,
                small,
                "This line is longer than 4096 bytes: is it one JSON object a line? Else raise the limit (max_row_bytes) (a.jsonl:2).");
        refuses(
                "b.jsonl",
                GOOD + "{\"input\":\"" + "x".repeat(5000) + "\"}\n" + GOOD,
                small,
                "This row is longer than 4096 bytes: shorten it, or raise max_row_bytes (b.jsonl:2).");
        for (String name : List.of("a.csv", "a.json")) {
            Path file = Written.file(folder, name, (name.endsWith("csv") ? "input\n\"" : "[{\"input\":\"") + huge);
            assertThatThrownBy(() -> Datasets.open(file, small))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("4096");
        }
    }

    @Test
    void brokenGzip() {
        byte[] whole = Written.gzip(GOOD.repeat(1000));
        Path cut = Written.file(folder, "cut.jsonl.gz", java.util.Arrays.copyOf(whole, whole.length / 2));
        refuses(cut, DatasetOptions.DEFAULT, "cut.jsonl.gz is cut off; fetch it again, or unpack it yourself.");
        refuses(
                "no.jsonl.gz",
                GOOD,
                folder + "/no.jsonl.gz is no whole gzip file; fetch it again, or unpack it yourself.");
    }

    @Test
    void hostileNamesAreShownHarmless() {
        assertThatThrownBy(() -> Datasets.open(Written.file(folder, "a.jsonl", "{\"\\u001b[31m\\nx\":1}\n")))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("\u001b").doesNotContain("\n"));
    }

    @Test
    void conditionsOnListsAreRefused() {
        refuses(
                "a.jsonl",
                "{\"input\":\"a\",\"k\":[1]}\n",
                mapped(FieldMapping.builder().where("k", Set.of("1"))),
                "'k' is a list, but a text, a number or true/false is needed: map a field within it, such as name.0 (a.jsonl:1).");
    }
}
