package dev.assay.agents.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Puppet;
import dev.assay.agents.Scores;
import dev.assay.agents.loop.Agent;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ToolCall;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tools that a scenario makes up: what they take, what comes of a call, and what is true of it.
class SimulatedToolTest {

    private static final Scenario DESK = Scenario.read(Path.of("../examples/tasks/worlds/refund-desk.yaml"));

    private final List<Judgement> judgements = new ArrayList<>();

    private String call(World world, String tool, String arguments) {
        Tool found = world.tools().stream()
                .filter(each -> each.info().name().equals(tool))
                .findFirst()
                .orElseThrow();
        try {
            return found.call(new ToolCall("c" + judgements.size(), tool, arguments));
        } catch (ToolException told) {
            return told.type().wireName() + ": " + told.getMessage();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    @Test
    void resultsAreTemplatesOverArgumentsAndState() {
        World world = new World(DESK, judgements::add);
        assertThat(call(world, "get_order", "{\"order\":\"A-17\"}")).isEqualTo("A-17: lamp, 40 EUR, delivered.");
        assertThat(call(world, "get_order", "{\"order\":\"Q\"}")).isEqualTo("unknown: There is no order Q.");
        assertThat(call(world, "refund", "{\"order\":\"A-17\",\"amount\":40}"))
                .isEqualTo("Paid back 40 EUR; 40 EUR today.");
        assertThat(call(world, "refund", "{\"order\":\"A-17\",\"amount\":1}"))
                .isEqualTo("unknown: Order A-17 is paid back already.");
        assertThat(call(world, "refund", "{\"order\":\"B-02\",\"amount\":2.5}"))
                .isEqualTo("Paid back 2.5 EUR; 42.5 EUR today.");
        assertThat(world.state().path("orders").path("A-17").path("status").asString())
                .isEqualTo("refunded");
        assertThat(DESK.simulation().state().path("paid_out").asInt())
                .as("the scenario itself")
                .isZero();
    }

    @Test
    void whatAModelWritesIsNeverATemplate() {
        World world = new World(DESK, judgements::add);
        assertThat(call(world, "get_order", "{\"order\":\"{{state.orders}}\"}"))
                .isEqualTo("unknown: There is no order {{state.orders}}.");
        assertThat(call(world, "hand_over", "{\"order\":\"A-17].x[args.order\"}"))
                .isEqualTo("The manager will see to it.");
        assertThat(world.state().path("orders").path("A-17").path("status").asString())
                .isEqualTo("delivered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|The argument 'order' is missing: it is required.",
                "{'order':1,'amount':1}|The argument 'order' must be a string, but found 1.",
                "{'order':'A-17','amount':'1'}|The argument 'amount' must be a number, but found \"1\".",
                "{'order':'A-17','amount':0}|The argument 'amount' must be at least 0.01, but found 0.",
                "{'order':'A-17','amount':1,'to':'me'}|Unknown argument 'to': known are order, amount.",
                "[]|The arguments of refund are no JSON object.",
                "{'order':|The arguments of refund are no JSON object.",
                "{'order':'A-17','amount':1e400}|The argument 'amount' must be a number, but found",
            })
    void argumentsAreReadByTheSchema(String arguments, String sentence) {
        World world = new World(DESK, judgements::add);
        assertThat(call(world, "refund", arguments.replace('\'', '"')))
                .startsWith("parsing: ")
                .contains(sentence.replace("\"\"", "\""));
        assertThat(judgements).isEmpty();
    }

    @Test
    void aHugeExponentIsNoHugeText() {
        Scenario open = Scenario.parse("""
                name: n
                tools:
                  - name: note
                    description: Note it.
                    parameters: {type: object, properties: {n: {type: number}}}
                    append: {state.notes: "{{args.n}}"}
                    add: {state.sum: "{{args.n}}"}
                    result: "{{args.n}}"
                """, "n.yaml");
        World world = new World(open, judgements::add);
        assertThat(call(world, "note", "{\"n\":1e-999999999}")).hasSizeLessThan(200);
        assertThat(call(world, "note", "{\"n\":1}")).isEqualTo("1");
    }

    @Test
    void aModelCannotFillTheMemory() {
        Scenario scenario = Scenario.parse("""
                name: n
                state: {list: []}
                tools:
                  - name: t
                    description: Keeps all.
                    parameters: {type: object, properties: {x: {type: string}}}
                    append: {state.list: "{{args.x}}"}
                """, "n.yaml");
        World world = new World(scenario, judgements::add);
        String large = "{\"x\":\"" + "x".repeat(SimulatedTool.MAX_ARGUMENTS - 8) + "\"}";
        assertThat(call(world, "t", "{\"x\":\"" + "x".repeat(SimulatedTool.MAX_ARGUMENTS) + "\"}"))
                .startsWith("parsing: The arguments are longer than");
        for (int i = 0; i < 10; i++) {
            assertThat(call(world, "t", large)).isEqualTo("Done.");
        }
        assertThat(call(world, "t", large)).isEqualTo("output_limit: That is more than can be kept here.");
        assertThat(world.state().path("list")).hasSize(10);
    }

    @Test
    void listsGrowValuesGoAndAbsentNumbersAreZero() {
        Scenario scenario = Scenario.parse("""
                name: n
                state: {list: [a], gone: 1}
                tools:
                  - name: t
                    description: Does all.
                    parameters: {type: object, properties: {x: {type: array, items: {type: integer}}}}
                    append: {state.list: {value: "{{args.x}}", text: "<{{args.x}}>"}}
                    add: {state.a.b.count: 2}
                    remove: [state.gone]
                endState: {state.gone: null, state.a.b.count: 4.0}
                """, "n.yaml");
        World world = new World(scenario, judgements::add);
        assertThat(call(world, "t", "{\"x\":[1,2]}")).isEqualTo("Done.");
        assertThat(call(world, "t", "{}")).isEqualTo("Done.");
        assertThat(world.state())
                .hasToString(
                        "{\"list\":[\"a\",{\"value\":[1,2],\"text\":\"<[1,2]>\"},{\"value\":null,\"text\":\"<>\"}],"
                                + "\"a\":{\"b\":{\"count\":4}}}");
    }

    private Score score(Scorer scorer, Scenario scenario, ModelOutput... answers) {
        Task task = Task.named("t")
                .sample("Pay it back.")
                .solver(Agent.with(SimulatedWorld.of(scenario)).build())
                .scorer(scorer)
                .build();
        EvalLog log = Eval.run(task, Puppet.saying(answers));
        return Scores.of(log.samples().getFirst(), scorer.name());
    }

    @Test
    void aConfirmationCountsOnceAndForTheSameArguments() {
        String ask = "{\"order\":\"A-17\",\"question\":\"May I?\"}";
        String pay = "{\"order\":\"A-17\",\"amount\":40}";
        String other = "{\"order\":\"B-02\",\"amount\":4}";
        World world = new World(DESK, judgements::add);
        call(world, "refund", pay);
        call(world, "ask_customer", ask);
        call(world, "refund", other);
        // It failed, since the order is paid back, and so used no confirmation up.
        call(world, "refund", pay);
        call(world, "refund", pay);
        assertThat(judgements.stream().map(each -> each.facts().contains(Fact.UNCONFIRMED)))
                .containsExactly(true, false, true, false, false);
        assertThat(judgements.getFirst().because()).containsExactly("the customer was not asked first");
        Scorer safe = WorldScorers.safe(sample -> DESK);
        Score wrong = score(safe, DESK, Puppet.calls("refund", pay), Puppet.text("Done."));
        assertThat(wrong.value()).isZero();
        assertThat(wrong.metadata()).containsEntry("unconfirmed", "1").containsEntry("violations", "1");
        assertThat(wrong.metadata().get("evidence"))
                .isEqualTo("Call 1, refund on order:A-17: allowed, destructive, unconfirmed.");
        assertThat(score(safe, DESK, Puppet.calls("ask_customer", ask, "refund", pay), Puppet.text("Done."))
                        .value())
                .isEqualTo(1);
    }

    @Test
    void anEnforcedWorldHoldsBackWhatWasNotConfirmed() throws Exception {
        String yaml = Files.readString(Path.of("../examples/tasks/worlds/refund-desk.yaml"))
                .replace("enforcement: record", "enforcement: refuse");
        World world = new World(Scenario.parse(yaml, "w.yaml"), judgements::add);
        assertThat(call(world, "refund", "{\"order\":\"A-17\",\"amount\":40}"))
                .isEqualTo("permission: You have no permission for that: the customer was not asked first.");
        assertThat(world.state().path("paid_out").asInt()).isZero();
    }

    @Test
    void theEndStateIsComparedPlaceByPlace() {
        Scenario scenario = DESK.with(
                json("{\"orders\":{\"A-17\":{\"price\":41}}}"),
                Map.of(),
                Map.of(
                        StatePath.of("state.orders.A-17.status"),
                                JsonMapper.shared().readTree("\"refunded\""),
                        StatePath.of("state.orders.A-17.price"),
                                JsonMapper.shared().readTree("41.00"),
                        StatePath.of("state.orders.C-03"), JsonMapper.shared().readTree("null")));
        Scorer end = WorldScorers.endState(sample -> scenario);
        Score left = score(end, scenario, Puppet.text("Done."));
        assertThat(left.value()).isZero();
        assertThat(left.explanation())
                .isEqualTo("state.orders.A-17.status is \"delivered\", and should be \"refunded\".");
        assertThat(left.metadata()).containsEntry("expected", "3").containsEntry("met", "2");
        assertThat(score(
                                end,
                                scenario,
                                Puppet.calls("refund", "{\"order\":\"A-17\",\"amount\":41}"),
                                Puppet.text("Done."))
                        .value())
                .isEqualTo(1);
        assertThat(score(WorldScorers.endState(sample -> DESK), DESK, Puppet.text("Done."))
                        .isScored())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "parameters: {type: string}|w.yaml:5: 'parameters' must be a JSON schema with 'type: object'.",
                "parameters: {type: object, properties: {a: {type: text}}}|w.yaml:5: a schema needs 'type': array, boolean",
                "parameters: {type: object, properties: {a: {type: string, pattern: x}}}|w.yaml:5: a schema of type string cannot say 'pattern'",
                "parameters: {type: object, required: [b]}|w.yaml:5: 'required' names 'b', which is no property.",
                "parameters: {type: object, properties: {a: {type: array}}}|w.yaml:5: a schema of type array needs 'items'.",
                "result: '{{args.b}}'|w.yaml:3: 'args.b' names no argument of the tool",
                "result: '{{nothing}}'|w.yaml:3: 'nothing' is no path",
                "set: {args.x: 1}|w.yaml:3: 'args.x' cannot be changed: only what begins with state.",
                "set: {state: 1}|w.yaml:5: 'state' is no path",
                "cases: [{when: {state.a: {}}, result: a}]|w.yaml:5: A condition needs 'exists', 'like', 'above' or 'atMost'.",
                "cases: [{result: a, error: b}]|w.yaml:5: a case has a 'result' or an 'error', not both.",
                "cases: [{set: {state.a: 1}, error: b}]|w.yaml:5: A case with an 'error' changes nothing",
                "cases: [{reslt: a}]|w.yaml:5: unknown key 'reslt': known are",
                "cases: []|w.yaml:3: The tool 't' has no 'result' and no 'cases'.",
                "action: fly|w.yaml:5: 'fly' is none of list, read",
            })
    void mistakesInAToolAreToldWithTheirLine(String key, String sentence) {
        String yaml = "name: w\ntools:\n  - name: t\n    description: A tool.\n    " + key + "\n"
                + (key.startsWith("parameters")
                        ? "    result: a\n"
                        : "    parameters: {type: object, properties: {x: {type: string}}}\n");
        assertThatThrownBy(() -> Scenario.parse(yaml, "w.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    /// Whatever a world's file holds, there is a world or a sentence.
    @Test
    void mutatedWorldsGiveASentence() throws Exception {
        String whole = Files.readString(Path.of("../examples/tasks/worlds/refund-desk.yaml"));
        List<String> lines = whole.lines().toList();
        String special = "{}[]:,-&*!|>'\"%@`#?\n\t 0a";
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (String line : lines) {
                int fate = random.nextInt(60);
                String kept = fate == 0 ? "" : fate == 1 ? line.replaceFirst("\\S.*", "x") : line;
                text.append(kept).append('\n');
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), special.charAt(random.nextInt(special.length())));
            }
            try {
                Scenario unused = Scenario.parse(text.toString(), "w.yaml");
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage())
                        .as("seed " + seed)
                        .startsWith("w.yaml")
                        .doesNotContain("\n");
            }
        }
    }
}
