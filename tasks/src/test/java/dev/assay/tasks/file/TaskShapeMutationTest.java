package dev.assay.tasks.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.Task;
import dev.assay.tasks.data.DatasetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Sections of a task in every wrong shape: a list where a word belongs, a mapping where a number does, nothing at
/// all. Whatever stands there, there is a task or one sentence; never a fault of ours.
class TaskShapeMutationTest {

    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final String TASK = """
            name: t
            dataset: {file: a.jsonl, limit: 1, fields: {input: input, target: target, metadata: {k: target}, state: s}}
            solver:
              - system: You know.
              - user: Go.
              - prompt_template: "{prompt} Now."
              - few_shot: {dataset: a.jsonl, count: 1, seed: 1}
              - chain_of_thought
              - multiple_choice: {several: true, reasoning: false}
              - generate: {temperature: 0.5, stop: [a]}
              - self_critique: {critique: "{question} {answer}", revision: "{question} {answer} {critique}"}
              - multi_turn: [one, two]
              - agent:
                  system: Work.
                  tools:
                    - world: w.yaml
                    - mcp: {command: [cat, a], environment: [HOME], start: 1s, servers: 2}
                    - sandbox: {engine: auto, image: "a:1", tools: [bash], time: 1s, memory: 64MiB, files: {f: text, g: {from: a.jsonl}}}
                  submit: true
                  nudge: Go on.
                  limits: {turns: 3, tool_calls: 4, tokens: 100, messages: 9, time: 1m}
                  tool_limits: {time: 1s, output: 2KiB}
                  parallel_tools: false
                  config: {max_tokens: 9}
            scorer:
              - exact
              - pattern: "(a)"
              - numeric: {relative: 0.1}
              - model_graded_qa: {graders: [one], vote: mean, partial_credit: true, criterion: c, config: {max_tokens: 3}}
              - human_labels: labels.csv
              - code: {language: java, sandbox: {engine: bubblewrap, disk: 1MiB}}
              - safe: {violations: [denied]}
              - end_state
              - tool_calls: {in_order: true, no_others: false}
            metrics: [accuracy, stderr: {cluster: k}, accuracy: {by: k, values: [b]}]
            judge_labels: labels.csv
            epochs: {count: 2, reducer: [mean]}
            config: {temperature: 0.7, logprobs: true}
            limits: {messages: 10, time: 2m}
            """;

    private static final Model MODEL = new Model() {
        @Override
        public String name() {
            return "one";
        }

        @Override
        public String fingerprint() {
            return "one";
        }

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            throw new IllegalStateException("Nobody is asked here.");
        }
    };

    @TempDir
    private Path folder;

    @Test
    void everyShapeGivesATaskOrASentence() throws Exception {
        Files.writeString(
                folder.resolve("a.jsonl"),
                "{\"input\": \"a\", \"target\": \"b\", \"s\": {}}\n{\"input\": \"c\", \"target\": \"b\", \"s\": {}}\n");
        Files.writeString(folder.resolve("labels.csv"), "id,label\n1,1\n");
        Files.copy(Path.of("../examples/tasks/worlds/refund-desk.yaml"), folder.resolve("w.yaml"));
        TaskResources read = new TaskResources(name -> MODEL, TaskResources.NONE.sets());
        TaskResources refused =
                new TaskResources(TaskResources.NONE.models(), TaskResources.NONE.sets(), Programs.REFUSED);
        assertThat(parse(YAML.readTree(TASK)).starts())
                .as("the file as it stands")
                .hasSize(3);
        assertThat(parse(YAML.readTree(TASK)).task(read).scorers()).hasSize(9);
        int told = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ObjectNode task = (ObjectNode) YAML.readTree(TASK);
            for (int i = random.nextInt(2); i >= 0; i--) {
                mutate(task, random);
            }
            try {
                Task unused = parse(task).task(seed % 2 == 0 ? read : refused);
            } catch (TaskFileException | DatasetException expected) {
                told++;
                assertThat(expected.getMessage())
                        .as("seed " + seed)
                        .isNotBlank()
                        .endsWith(".")
                        .doesNotContain("\n");
            } catch (RuntimeException fault) {
                throw new AssertionError("seed " + seed + ":\n" + YAML.writeValueAsString(task), fault);
            }
        }
        assertThat(told).isBetween(150, 499);
    }

    private TaskDefinition parse(JsonNode task) {
        return TaskFile.parse("t.yaml", YAML.writeValueAsString(task).getBytes(StandardCharsets.UTF_8), folder);
    }

    /// Changes one place within `solver`, `scorer` or any other section.
    private static void mutate(ObjectNode task, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(
                random.nextInt(3) == 0 ? task : random.nextBoolean() ? task.path("solver") : task.path("scorer"),
                containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        if (chosen instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>(object.propertyNames());
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(key);
                case 1 -> {
                    JsonNode value = object.remove(key);
                    object.set(keys.get(random.nextInt(keys.size())) + (random.nextBoolean() ? "s" : ""), value);
                }
                case 2 -> object.set("name", junk(random, 0));
                default -> object.set(key, junk(random, 0));
            }
        } else if (chosen instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, junk(random, 0));
                default -> array.set(at, junk(random, 0));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(inner -> collect(inner, containers));
        }
    }

    private static JsonNode junk(Random random, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 2 ? 9 : 12)) {
            case 0 -> json.nullNode();
            case 1 -> json.stringNode("");
            case 2 -> json.stringNode("a\0b");
            case 3 -> json.numberNode(random.nextInt(5) - 2);
            case 4 -> json.numberNode(1e300);
            case 5 -> json.booleanNode(random.nextBoolean());
            case 6 ->
                json.stringNode(List.of("exact", "generate", "agent", "../..", "{{", "(", "\u202E", "~", "sandbox")
                        .get(random.nextInt(9)));
            case 7 -> json.stringNode("x".repeat(5000));
            case 8 -> json.stringNode("99999999999999999999h");
            case 9 -> json.arrayNode().add(junk(random, depth + 1)).add(junk(random, depth + 1));
            case 10 -> json.objectNode();
            default -> {
                ObjectNode object = json.objectNode();
                object.set("name", junk(random, depth + 1));
                object.set(random.nextBoolean() ? "pattern" : "", junk(random, depth + 1));
                yield object;
            }
        };
    }
}
