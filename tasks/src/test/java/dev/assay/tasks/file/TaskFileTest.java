package dev.assay.tasks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Metric;
import dev.assay.core.task.Task;
import dev.assay.tasks.data.DatasetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFileTest {

    @TempDir
    private Path folder;

    private TaskDefinition parse(String yaml) {
        return TaskFile.parse("task.yaml", yaml.getBytes(StandardCharsets.UTF_8), folder);
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
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

    /// The example of `docs/tasks-yaml.md`, run.
    @Test
    void theDocumentedExampleRuns() throws Exception {
        String page = Files.readString(Path.of("../docs/tasks-yaml.md"));
        int start = page.indexOf("```yaml\n") + 8;
        write("capitals.yaml", page.substring(start, page.indexOf("```", start)));
        write("capitals.csv", "nr,question,answer,continent\n1,France?,Paris,Europe\n2,Peru?,Lima,America\n");
        write("examples.jsonl", """
                {"input": "Spain?", "target": "Madrid"}
                {"input": "Italy?", "target": "Rome"}
                {"input": "Chile?", "target": "Santiago"}
                """);
        Task task = TaskFile.load(folder.resolve("capitals.yaml")).task(TaskResources.NONE);
        assertThat(task.name()).isEqualTo("capitals");
        assertThat(task.version()).isEqualTo("2");
        assertThat(task.scorerNames()).containsExactly("includes", "exact");
        assertThat(task.metrics().stream().map(Metric::name))
                .containsExactly(
                        "accuracy",
                        "stderr",
                        "stderr_by_continent",
                        "accuracy[continent=America]",
                        "accuracy[continent=Europe]");
        assertThat(task.epochs().count()).isEqualTo(3);
        assertThat(task.config().temperature()).hasValue(0.7);
        assertThat(task.limits().time()).contains(Duration.ofMinutes(2));
        assertThat(task.dataset().shuffled()).isTrue();
        EvalLog log = Eval.run(task, says("Paris"));
        assertThat(log.status()).isEqualTo(EvalLog.Status.SUCCESS);
        assertThat(log.samples().getFirst().messages().stream()
                        .map(message -> message.role().wireName()))
                .containsExactly("system", "user", "assistant", "user", "assistant", "user", "assistant");
    }

    /// Whatever YAML the page shows stands in a file of `examples`, where it is run.
    @Test
    void thePageQuotesTheExamples() throws Exception {
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(Path.of("../examples/tasks"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.add(Files.readString(path));
            }
        }
        String[] parts = Files.readString(Path.of("../docs/tasks-yaml.md")).split("```yaml\n", -1);
        assertThat(parts).hasSize(9);
        assertThat(Files.readString(Path.of("../examples/tasks/capitals.yaml")))
                .isEqualTo(parts[1].substring(0, parts[1].indexOf("```")));
        for (int i = 1; i < parts.length; i++) {
            String quoted = parts[i].substring(0, parts[i].indexOf("```"));
            assertThat(files).as(quoted).anyMatch(file -> file.contains(quoted));
        }
    }

    @Test
    void everyDefaultIsAsDocumented() throws Exception {
        write("a.jsonl", "{\"input\": \"a\", \"target\": \"b\"}\n");
        TaskDefinition definition = parse("name: a\ndataset: a.jsonl\n");
        Task task = definition.task(TaskResources.NONE);
        assertThat(task.version()).isEqualTo("0");
        assertThat(task.scorerNames()).containsExactly("includes");
        assertThat(task.metrics().stream().map(Metric::name)).containsExactly("accuracy", "stderr");
        assertThat(task.config()).isEqualTo(GenerateConfig.DEFAULT);
        assertThat(task.epochs().count()).isEqualTo(1);
        assertThat(definition
                        .task(TaskResources.NONE, options -> options.withName("x"))
                        .dataset()
                        .name())
                .isEqualTo("x");
    }

    @Test
    void judgesAreCorrectedByLabels() throws Exception {
        write(
                "a.jsonl",
                "{\"id\":\"p\",\"input\":\"a\",\"target\":\"b\"}\n{\"id\":\"q\",\"input\":\"a\",\"target\":\"b\"}\n");
        write("labels.csv", "id,label,rater\np,1,ann\np,C,bob\nq,0,ann\n");
        TaskDefinition definition = parse("""
                name: a
                dataset: a.jsonl
                scorer:
                  - model_graded_fact: {graders: [one, two, three], vote: mean, partial_credit: true}
                  - human_labels: labels.csv
                judge_labels: labels.csv
                """);
        assertThat(definition.graders()).containsExactly("one", "two", "three");
        Task task = definition.task(new TaskResources(
                name -> says(name.equals("two") ? "GRADE: P" : "GRADE: C"), TaskResources.NONE.sets()));
        EvalLog log = Eval.run(task, says("x"));
        assertThat(score(log, "model_graded_fact")).isEqualTo(2.5 / 3);
        assertThat(score(log, "human_labels")).isEqualTo(1);
        assertThat(task.metrics().stream().map(Metric::name)).contains("corrected", "judge_sensitivity");
        assertThatThrownBy(() -> definition.task(TaskResources.NONE))
                .hasMessage("There is no model 'one' here (task.yaml:4).");
    }

    private static double score(EvalLog log, String scorer) {
        return Objects.requireNonNull(log.samples().getFirst().scores().get(scorer))
                .value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "dataset: a.jsonl|The task needs 'name', a text (task.yaml:1).",
                "name: a|The task needs 'dataset', a file or a mapping with 'file' or 'set' (task.yaml:1).",
                "name: a;dataset: a;solvr: generate|Unknown field 'solvr' in the task: did you mean 'solver'? (task.yaml:3).",
                "name: a;dataset: {fil: a}|Unknown field 'fil' in the dataset: did you mean 'file'? (task.yaml:2).",
                "name: a;dataset: {limit: 3}|The dataset needs one of 'file', a path, and 'set', a name of the registry (task.yaml:2).",
                "name: a;dataset: {file: a, limit: none}|'limit' must be a whole number of at least 1, but is 'none' (task.yaml:2).",
                "name: a;dataset: {file: a, slice: 9-3}|'slice' must be FIRST-LAST, counted from 1, such as 11-20, but is '9-3' (task.yaml:2).",
                "name: a;dataset: {file: a, format: cvs}|'format' is 'cvs': did you mean 'csv'? (task.yaml:2).",
                "name: a;dataset: {file: a, fields: {input: '{{'}}|The template '{{' names no field: write {{field}} (task.yaml:2).",
                "name: a;dataset: {file: a, fields: {target_pattern: '('}}|Unclosed group near index 1 (task.yaml:2).",
                "name: a;dataset: {file: a, fields: {target_form: key}}|TargetForm key needs 'keys', the field with the names of the choices (task.yaml:2).",
                "name: a;dataset: a;solver: genrate|There is no solver 'genrate': did you mean 'generate'? (task.yaml:3).",
                "name: a;dataset: a;solver: [system: hi]|No solver asks the model: end the list with 'generate' (task.yaml:3).",
                "name: a;dataset: a;solver: [self_critique]|'self_critique' needs an answer: put 'generate' before it (task.yaml:3).",
                "name: a;dataset: a;solver: [prompt_template: x, generate]|The template lacks {prompt}: write it in (task.yaml:3).",
                "name: a;dataset: a;scorer: bleuu|There is no scorer 'bleuu': did you mean 'bleu'? (task.yaml:3).",
                "name: a;dataset: a;scorer: [exact, exact]|Scorer 'exact' is there already: give each once (task.yaml:3).",
                "name: a;dataset: a;scorer: {model_graded_qa: {}}|'model_graded_qa' needs 'graders', one model or a list, such as openai/NAME (task.yaml:3).",
                "name: a;dataset: a;scorer: {pattern: '['}|Unclosed character class near index 0 (task.yaml:3).",
                "name: a;dataset: a;epochs: 0|'epochs' must be a whole number of 1 to 1000000, but is '0' (task.yaml:3).",
                "name: a;dataset: a;epochs: {count: 2, reducer: pass_at_5}|The epochs reducer pass_at_5 needs at least 5 epochs, but there are 2 (task.yaml:3).",
                "name: a;dataset: a;config: {temperature: 3}|'temperature' must be a number of 0.0 to 2.0, but is '3' (task.yaml:3).",
                "name: a;dataset: a;limits: {time: 5}|'time' must be a time such as 500ms, 30s, 5m or 1h, but is '5' (task.yaml:3).",
                "name: a;name: b|Key 'name' is there already, on line 1; keep one of the two (task.yaml:2).",
                "name: &x a;dataset: *x|Aliases (*name) are not read: write the value out (task.yaml:2).",
                "- a|The file must be a mapping of keys to values (task.yaml:1).",
            })
    void eachMistakeIsToldWithItsPlace(String yaml, String sentence) {
        assertThatThrownBy(() -> parse(yaml.replace(';', '\n')))
                .isInstanceOf(TaskFileException.class)
                .hasMessage(sentence);
    }

    @Test
    void filesThatAreNotThereAreTold() {
        assertThatThrownBy(() -> TaskFile.load(folder.resolve("no.yaml")))
                .isInstanceOf(TaskFileException.class)
                .hasMessage("There is no file " + folder.resolve("no.yaml") + "; check the path.");
        assertThatThrownBy(() -> parse("name: a\ndataset: no.jsonl\n").task(TaskResources.NONE))
                .isInstanceOf(DatasetException.class)
                .hasMessage("There is no file " + folder.resolve("no.jsonl") + "; check the path.");
        assertThatThrownBy(() -> parse("name: a\ndataset: {set: gsm8k}\n")
                        .task(new TaskResources(TaskResources.NONE.models(), new Library(folder)::find)))
                .isInstanceOf(TaskFileException.class)
                .hasMessageContaining("./assay datasets get gsm8k")
                .hasMessageContaining("(task.yaml:2)");
    }

    /// Whatever a file holds, there is a task or a sentence.
    @Test
    void mutatedFilesGiveASentence() throws Exception {
        write("a.jsonl", "{\"input\": \"a\", \"target\": \"b\"}\n{\"input\": \"b\", \"target\": \"b\"}\n");
        String page = Files.readString(Path.of("../docs/tasks-yaml.md"));
        int start = page.indexOf("```yaml\n") + 8;
        byte[] whole = page.substring(start, page.indexOf("```", start))
                .replace("capitals.csv", "a.jsonl")
                .getBytes(StandardCharsets.UTF_8);
        String special = "{}[]:,-&*!|>'\"%@`#?\n\t 0a";
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            byte[] bytes = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextInt(4) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) special.charAt(random.nextInt(special.length()));
            }
            try {
                TaskFile.parse("task.yaml", bytes, folder);
            } catch (TaskFileException | DatasetException expected) {
                assertThat(expected.getMessage())
                        .as("seed " + seed)
                        .isNotBlank()
                        .doesNotContain("\n");
            }
        }
    }
}
