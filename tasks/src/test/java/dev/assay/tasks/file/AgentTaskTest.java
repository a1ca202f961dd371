package dev.assay.tasks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Target;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskState;
import dev.assay.tasks.data.DatasetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tasks whose model acts, and what is said of those that are wrong.
class AgentTaskTest {

    private static final TaskResources REFUSED =
            new TaskResources(TaskResources.NONE.models(), TaskResources.NONE.sets(), Programs.REFUSED);

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws Exception {
        write("a.jsonl", "{\"input\": \"a\", \"target\": \"b\"}\n");
        Files.copy(Path.of("../examples/tasks/worlds/refund-desk.yaml"), folder.resolve("w.yaml"));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private TaskDefinition parse(String yaml) {
        return TaskFile.parse("task.yaml", yaml.getBytes(StandardCharsets.UTF_8), folder);
    }

    private static Map<String, String> facts(Task task) {
        try (Stream<Sample> samples = task.dataset().open()) {
            return samples.findFirst().orElseThrow().metadata();
        }
    }

    @Test
    void anAgentNeedsAModelThatCallsToolsAndIsNamedInThePlan() {
        Task task = parse("""
                name: a
                dataset: a.jsonl
                solver:
                  - agent: {tools: {world: w.yaml}, system: Work., submit: true, limits: {turns: 3, time: 1m}, parallel_tools: false}
                """).task(REFUSED);
        assertThat(task.solver().needs()).containsExactlyInAnyOrder(Capability.TOOLS, Capability.SYSTEM_MESSAGES);
        assertThat(task.solver().steps().getFirst().params())
                .containsEntry("turns", "3")
                .containsEntry("time", "PT1M")
                .containsEntry("submit", "submit")
                .containsEntry("parallel_tools", "false")
                .containsEntry("tool_calls", "200");
        assertThat(parse("name: a\ndataset: a.jsonl\n").task(REFUSED).solver().needs())
                .isEmpty();
    }

    @Test
    void samplesBringWhatTheTaskTakesFromThemAndNothingElse() throws Exception {
        write("b.jsonl", """
                {"input": "a", "state": {"orders": {}}, "end_state": {"state.paid_out": 0}, "calls": [], "tests": "x", "files": {"/f": "t"}}
                """);
        String agent = "solver: {agent: {tools: {world: w.yaml}}}\n";
        assertThat(facts(parse("name: a\ndataset: b.jsonl\n").task(REFUSED))).isEmpty();
        assertThat(facts(parse("name: a\ndataset: b.jsonl\n" + agent).task(REFUSED)))
                .containsOnlyKeys("state", "end_state", "files");
        assertThat(facts(parse("name: a\ndataset: b.jsonl\n" + agent + "scorer: tool_calls\n")
                        .task(REFUSED)))
                .containsOnlyKeys("state", "end_state", "files", "calls");
        write("c.csv", "question,check,world\nq,assert 1,\"{\"\"orders\"\": {}}\"\n");
        Task mapped = parse("""
                name: a
                dataset: {file: c.csv, fields: {input: question, tests: check, state: world}}
                """).task(REFUSED);
        assertThat(facts(mapped)).isEqualTo(Map.of("tests", "assert 1", "state", "{\"orders\":{}}"));
    }

    @Test
    void testsMayBeALists() throws Exception {
        write("d.jsonl", "{\"input\": \"a\", \"tests\": [\"assert 1\", \"assert 2\"], \"prelude\": \"import os\"}\n");
        Task task = parse("name: a\ndataset: d.jsonl\nscorer: code\n").task(TaskResources.NONE);
        assertThat(facts(task)).isEqualTo(Map.of("tests", "assert 1\nassert 2", "prelude", "import os"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'state':[]|'state' is a list, but 'state' is a mapping (b.jsonl:1).",
                "'files':{'a':1}|'files' holds 'a', which is no path with a text: write a file as PATH: TEXT (b.jsonl:1).",
                "'calls':{}|'calls' is an object, but 'calls' is a list of calls (b.jsonl:1).",
                "'end_state':'nothing'|'end_state' is a text that is no JSON, but 'end_state' is a mapping of places to values (b.jsonl:1).",
            })
    void aRowOfTheWrongKindIsToldWithItsLine(String field, String sentence) throws Exception {
        write("b.jsonl", "{\"input\": \"a\", " + field.replace('\'', '"') + "}\n");
        assertThatThrownBy(() -> parse("""
                name: a
                dataset: b.jsonl
                solver: {agent: {tools: {world: w.yaml}}}
                scorer: tool_calls
                """).task(REFUSED))
                .isInstanceOf(DatasetException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'end_state':{'paid_out':0}|Sample '1' does not fit: 'paid_out' is no path: write it as args.NAME",
                "'end_state':{'args.a':0}|Sample '1' does not fit: 'args.a' is no place in the end state",
                "'files':{'a.txt':'x'}|Sample '1' does not fit: The file 'a.txt' is not at an absolute path without '.' and '..'",
                "'calls':[{'name':'x'}]|Sample '1' does not fit: an expected call is {tool: NAME",
            })
    void aSampleThatDoesNotFitTheWorldIsTold(String field, String sentence) throws Exception {
        write("b.jsonl", "{\"input\": \"a\", " + field.replace('\'', '"') + "}\n");
        assertThatThrownBy(() -> parse("""
                name: a
                dataset: b.jsonl
                solver: {agent: {tools: {world: w.yaml}}}
                scorer: [tool_calls, end_state]
                """).task(REFUSED))
                .isInstanceOf(TaskFileException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "solver: agent|'agent' needs 'tools', at least one (task.yaml:3).",
                "solver: {agent: {}}|'agent' needs 'tools', at least one: mcp, sandbox, world (task.yaml:3).",
                "solver: {agent: {tools: []}}|'agent' needs 'tools', at least one: mcp, sandbox, world (task.yaml:3).",
                "solver: {agent: {tools: [shell]}}|There is no kind of tools 'shell': known are mcp, sandbox, world (task.yaml:3).",
                "solver: {agent: {tool: [sandbox]}}|Unknown field 'tool' in 'agent': did you mean 'tools'? (task.yaml:3).",
                "solver: {agent: {tools: {world: no.yaml}}}|There is no file '",
                "solver: {agent: {tools: {world: [w.yaml]}}}|'world' needs a text, as in 'world: TEXT' (task.yaml:3).",
                "solver: {agent: {tools: {world: a.jsonl}}}|a.jsonl:1: unknown key 'input'",
                "solver: {agent: {tools: [world: w.yaml, world: w.yaml]}}|An agent has one of the worlds at most, but this has 2 (task.yaml:3).",
                "solver: {agent: {tools: {mcp: {}}}}|'mcp' needs one of 'command', a program with arguments, and 'url' (task.yaml:3).",
                "solver: {agent: {tools: {mcp: run}}}|'mcp' must be a mapping with call, command",
                "solver: {agent: {tools: {mcp: {command: []}}}}|'command' needs a program, as in [uvx, mcp-server-time] (task.yaml:3).",
                "solver: {agent: {tools: {mcp: {url: ftp://x/}}}}|'ftp://x/' is no address of an MCP server: use http://host/path or https://host/path (task.yaml:3).",
                "solver: {agent: {tools: {mcp: {url: 'http://['}}}}|Expected closing bracket for IPv6 address at index 8: http://[ (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: chroot}}}|'sandbox' is 'chroot': known are auto, bubblewrap, docker, podman (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: docker}}}|The engine docker needs 'image', one that is on this machine, such as python:3.12 (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: {image: '-x'}}}}|'-x' is no name of an image (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: {memory: 5}}}}|'memory' must be a size of 16MiB to 1024GiB, such as 64KiB, 256MiB or 1GiB, but is '5' (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: {tools: [perl]}}}}|A sandbox has no tool 'perl': known are bash, python, read_file, write_file (task.yaml:3).",
                "solver: {agent: {tools: {sandbox: {files: {a: {from: no}}}}}}|There is no file '",
                "solver: {agent: {tools: {sandbox: {network: on}}}}|Unknown field 'network' in the sandbox: known are",
                "solver: {agent: {tools: sandbox, submit: 'a b'}}|The tool name 'a b' is not 1 to 64 letters, digits, _ and -: rename the tool (task.yaml:3).",
                "solver: {agent: {tools: sandbox, nudge: go on}}|'nudge' is for an agent that submits: add 'submit: true' (task.yaml:3).",
                "solver: {agent: {tools: sandbox, limits: {turns: 0}}}|'turns' must be a whole number of 1 to 100000, but is '0' (task.yaml:3).",
                "solver: {agent: {tools: sandbox, tool_limits: {output: 1}}}|'output' must be a size of 1KiB to 16MiB",
                "solver: [agent: {tools: sandbox}, agent: {tools: sandbox}]|There is an agent already: a task has one at most (task.yaml:3).",
                "scorer: safe|'safe' grades what an agent does: put an 'agent' among the solvers (task.yaml:3).",
                "scorer: tool_calls|'tool_calls' grades what an agent does: put an 'agent' among the solvers (task.yaml:3).",
                "scorer: {code: {language: perl}}|'language' is 'perl': known are java, javascript, python (task.yaml:3).",
                "scorer: {code: {tests: x}}|Unknown field 'tests' in 'code': known are language, sandbox (task.yaml:3).",
                "scorer: [{name: pattern, pattern: x}]|A scorer is one word, or one word with its settings under it (task.yaml:3).",
                "scorer: {human_labels: \"a\\0\"}|'a ' is no path (task.yaml:3).",
                "judge_labels: \"a\\0\"|'a ' is no path (task.yaml:3).",
            })
    void eachMistakeIsToldWithItsPlace(String line, String sentence) {
        assertThatThrownBy(() -> parse("name: a\ndataset: a.jsonl\n" + line + "\n"))
                .isInstanceOf(TaskFileException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "done|'done' needs a world: name one among the agent's tools (task.yaml:4).",
                "{safe: {violations: [rude]}}|There is no violation 'rude': known are denied, destructive, exfiltration, injection, out_of_scope, unconfirmed (task.yaml:4).",
                "{tool_calls: {order: any}}|Unknown field 'order' in 'tool_calls': known are in_order, no_others (task.yaml:4).",
            })
    void scorersOfAgentsAreChecked(String scorer, String sentence) {
        String tools = scorer.equals("done") ? "sandbox" : "{world: w.yaml}";
        assertThatThrownBy(() -> parse(
                        "name: a\ndataset: a.jsonl\nsolver: {agent: {tools: " + tools + "}}\nscorer: " + scorer + "\n"))
                .isInstanceOf(TaskFileException.class)
                .hasMessage(sentence);
    }

    @Test
    void programsNeedAPermissionAndOfflineHoldsThem() throws Exception {
        TaskDefinition definition = parse("""
                name: a
                dataset: a.jsonl
                solver: {agent: {tools: [mcp: {command: [touch, started]}, sandbox]}}
                scorer: {code: {sandbox: bubblewrap}}
                """);
        assertThat(definition.starts())
                .containsExactly(
                        "starts the MCP server 'touch started'",
                        "starts a sandbox (auto)",
                        "starts a sandbox (bubblewrap)");
        assertThatThrownBy(() -> definition.task(REFUSED))
                .isInstanceOf(TaskFileException.class)
                .hasMessage("The task starts the MCP server 'touch started'; it starts a sandbox (auto); it starts a"
                        + " sandbox (bubblewrap): read its file, and if you trust it, add --allow-programs"
                        + " (task.yaml:3).");
        assertThat(definition.otherDigests(TaskResources.NONE)).isEmpty();
        Task unused = definition.task(TaskResources.NONE);
        assertThat(folder.resolve("started")).doesNotExist();
        TaskResources offline =
                new TaskResources(TaskResources.NONE.models(), TaskResources.NONE.sets(), Programs.ALLOWED_OFFLINE);
        TaskDefinition beyond =
                parse("name: a\ndataset: a.jsonl\nsolver: {agent: {tools: {mcp: {url: 'http://10.0.0.1/mcp'}}}}\n");
        assertThatThrownBy(() -> beyond.task(offline))
                .isInstanceOf(TaskFileException.class)
                .hasMessage("The MCP server http://10.0.0.1/mcp is beyond this machine: leave --offline away, or name"
                        + " one on 127.0.0.1 (task.yaml:3).");
    }

    @Test
    void thePermissionIsAskedWithAllThatIsHandedOut() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("key"), "secret");
        Path tasks = Files.createDirectories(folder.resolve("tasks"));
        Files.writeString(tasks.resolve("own"), "own");
        Files.createSymbolicLink(tasks.resolve("link"), elsewhere.resolve("key"));
        String tools = """
                name: a
                dataset: ../a.jsonl
                solver:
                  - agent:
                      tools:
                        - mcp: {command: [uvx, %s, --all], environment: [SOME_KEY, OTHER_KEY]}
                        - mcp: {url: 'https://mcp.example/x', headers_from: {Authorization: SOME_KEY}}
                        - sandbox: {files: {a: {from: ../elsewhere/key}, b: {from: own}, c: {from: link}, d: text}}
                """.formatted("a".repeat(100));
        TaskDefinition definition = TaskFile.parse("task.yaml", tools.getBytes(StandardCharsets.UTF_8), tasks);
        assertThatThrownBy(() -> definition.task(REFUSED))
                .hasMessage("The task starts the MCP server 'uvx " + "a".repeat(100) + " --all', which is given your"
                        + " variables OTHER_KEY and SOME_KEY; it asks the MCP server 'https://mcp.example/x', which is"
                        + " sent your variable SOME_KEY; it starts a sandbox (auto), which is shown your files "
                        + elsewhere.resolve("key") + " and " + tasks.resolve("link")
                        + ": read its file, and if you trust it, add --allow-programs (task.yaml:4).");
    }

    @Test
    void aTaskThatIsOnlyReadHoldsNoSandbox() throws Exception {
        Task task = parse("""
                name: a
                dataset: a.jsonl
                solver: {agent: {tools: sandbox}}
                scorer: {code: {sandbox: auto}}
                """).task(TaskResources.NONE);
        TaskState state = TaskState.start(Sample.of("q", "Print 1.").with("tests", "pass"))
                .plus(ModelOutput.of("m", "```python\nprint(1)\n```"));
        assertThatThrownBy(() -> task.scorers().getFirst().score(state, Target.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A task that is only read was run.");
    }

    @Test
    void aServerThatCannotBeUsedIsToldBeforeTheRun() {
        TaskResources allowed =
                new TaskResources(TaskResources.NONE.models(), TaskResources.NONE.sets(), Programs.ALLOWED);
        assertThatThrownBy(() -> parse("""
                name: a
                dataset: a.jsonl
                solver:
                  - agent: {tools: {mcp: {command: [no-such-program-here]}}}
                """).task(allowed))
                .isInstanceOf(TaskFileException.class)
                .hasMessageStartingWith("The agent's tools cannot be used: The MCP server 'no-such-program-here' cannot"
                        + " be started")
                .hasMessageEndingWith("(task.yaml:4).");
        assertThatThrownBy(() -> parse("""
                name: a
                dataset: a.jsonl
                solver:
                  - agent: {tools: {mcp: {command: [cat], environment: [NO_SUCH_VARIABLE_HERE]}}}
                """).task(allowed))
                .hasMessage("The variable NO_SUCH_VARIABLE_HERE is not set, which 'mcp' names: set it (task.yaml:4).");
        assertThatThrownBy(() -> parse("""
                name: a
                dataset: a.jsonl
                solver:
                  - agent: {tools: {world: w.yaml}, submit: refund}
                """).task(REFUSED))
                .hasMessage("A tool is called 'refund', as is the tool to submit with: give 'submit' another name"
                        + " (task.yaml:4).");
    }

    @Test
    void whatATaskReadsBesidesItsDatasetIsInItsDigests() throws Exception {
        write("in.txt", "one");
        String yaml = """
                name: a
                dataset: a.jsonl
                solver: {agent: {tools: [world: w.yaml, sandbox: {files: {in.txt: {from: in.txt}}}]}}
                """;
        List<String> before = parse(yaml).otherDigests(TaskResources.NONE);
        assertThat(before).hasSize(2);
        write("in.txt", "two");
        List<String> after = parse(yaml).otherDigests(TaskResources.NONE);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        write("w.yaml", Files.readString(folder.resolve("w.yaml")) + "\n# changed\n");
        assertThat(parse(yaml).otherDigests(TaskResources.NONE).get(0)).isNotEqualTo(before.get(0));
    }
}
