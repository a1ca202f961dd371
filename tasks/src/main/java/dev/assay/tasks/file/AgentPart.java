package dev.assay.tasks.file;

import dev.assay.agents.loop.Agent;
import dev.assay.agents.loop.AgentBuilder;
import dev.assay.agents.loop.AgentLimits;
import dev.assay.agents.mcp.McpException;
import dev.assay.agents.sandbox.SandboxException;
import dev.assay.agents.sandbox.SandboxTools;
import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.ToolLimits;
import dev.assay.agents.tool.ToolRunner;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Solver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An agent that a task names.
///
/// @param file the task's file
/// @param system a system message of its own
/// @param submit name of the tool to submit with; empty where it ends by answering
/// @param nudge what it is told when it stops without submitting
/// @param config how it generates, in place of the task's settings
/// @param limits when it is stopped
/// @param toolLimits what a call may take
/// @param parallel whether calls of one message may run at once
/// @param tools where its tools come from, in order
/// @param line where the task names it
record AgentPart(
        YamlFile file,
        Optional<String> system,
        Optional<String> submit,
        Optional<String> nudge,
        Optional<GenerateConfig> config,
        AgentLimits limits,
        ToolLimits toolLimits,
        boolean parallel,
        List<Tools> tools,
        int line)
        implements SolverSection.Choice {

    private static final Set<String> KEYS =
            Set.of("system", "submit", "nudge", "config", "limits", "tool_limits", "parallel_tools", "tools");
    private static final Set<String> LIMITS = Set.of("turns", "messages", "tokens", "tool_calls", "time");
    private static final Set<String> TOOLS = Set.of("world", "mcp", "sandbox");

    AgentPart {
        tools = List.copyOf(tools);
    }

    /// Where tools come from.
    sealed interface Tools {
        Part part();

        /// @param world the tools of a simulated world
        record InWorld(WorldPart world) implements Tools {
            @Override
            public Part part() {
                return world;
            }
        }

        /// @param server the tools of an MCP server
        record OnServer(McpPart server) implements Tools {
            @Override
            public Part part() {
                return server;
            }
        }

        /// @param sandbox where they run
        /// @param names which of {@link SandboxTools#NAMES}
        record InSandbox(SandboxPart sandbox, List<String> names) implements Tools {
            public InSandbox {
                names = List.copyOf(names);
            }

            @Override
            public Part part() {
                return sandbox;
            }
        }
    }

    static AgentPart read(YamlFile file, Path folder, YamlNode node, int line) {
        Fields fields = new Fields(file, node, "'agent'", KEYS);
        List<YamlNode> items = fields.node("tools")
                .map(tools -> tools instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(tools))
                .orElse(List.of());
        if (items.isEmpty()) {
            throw file.error(line, "'agent' needs 'tools', at least one: " + Fields.list(TOOLS));
        }
        List<Tools> tools = new ArrayList<>();
        for (YamlNode item : items) {
            tools.add(tools(file, folder, Step.of(file, item, "kind of tools", TOOLS)));
        }
        requireOne(
                file,
                line,
                "worlds",
                tools.stream().filter(Tools.InWorld.class::isInstance).count());
        requireOne(
                file,
                line,
                "sandboxes",
                tools.stream().filter(Tools.InSandbox.class::isInstance).count());
        boolean hasSandbox = tools.stream().anyMatch(Tools.InSandbox.class::isInstance);
        tools.replaceAll(each -> each instanceof Tools.InWorld world && hasSandbox
                ? new Tools.InWorld(world.world().withoutFiles())
                : each);
        Optional<String> submit = submit(file, fields);
        if (fields.has("nudge") && submit.isEmpty()) {
            throw file.error(fields.lineOf("nudge"), "'nudge' is for an agent that submits: add 'submit: true'");
        }
        return new AgentPart(
                file,
                fields.has("system") ? Optional.of(fields.text("system")) : Optional.empty(),
                submit,
                fields.has("nudge") ? Optional.of(fields.text("nudge")) : Optional.empty(),
                fields.node("config").map(settings -> ConfigSection.read(file, settings)),
                fields.node("limits").map(limits -> limits(file, limits)).orElse(AgentLimits.DEFAULT),
                fields.node("tool_limits")
                        .map(limits -> toolLimits(file, limits))
                        .orElse(ToolLimits.DEFAULT),
                !fields.has("parallel_tools") || fields.flag("parallel_tools"),
                tools,
                line);
    }

    private static void requireOne(YamlFile file, int line, String what, long number) {
        if (number > 1) {
            throw file.error(line, "an agent has one of the " + what + " at most, but this has " + number);
        }
    }

    private static Tools tools(YamlFile file, Path folder, Step step) {
        YamlNode settings = step.settings().orElse(new YamlNode.Scalar("", step.line()));
        return switch (step.name()) {
            case "world" -> new Tools.InWorld(WorldPart.read(file, folder, step.text(file), step.line()));
            case "mcp" -> new Tools.OnServer(McpPart.read(file, folder, settings));
            default -> {
                List<String> names = List.of("bash", "read_file", "write_file");
                if (settings instanceof YamlNode.Scalar scalar) {
                    String engine = scalar.text().isEmpty() ? "auto" : scalar.text();
                    yield new Tools.InSandbox(SandboxPart.named(file, engine, step.line()), names);
                }
                Set<String> keys = new HashSet<>(SandboxPart.KEYS);
                keys.add("tools");
                Fields fields = new Fields(file, settings, "the sandbox", keys);
                List<String> wanted = fields.texts("tools");
                for (String name : wanted) {
                    if (!SandboxTools.NAMES.contains(name)) {
                        throw file.error(
                                fields.lineOf("tools"),
                                "a sandbox has no tool '" + Fields.shown(name) + "': "
                                        + Fields.hint(name, Set.copyOf(SandboxTools.NAMES)));
                    }
                }
                yield new Tools.InSandbox(
                        SandboxPart.read(file, folder, fields),
                        wanted.isEmpty() ? names : wanted.stream().distinct().toList());
            }
        };
    }

    /// `true`, `false`, or a name for the tool.
    private static Optional<String> submit(YamlFile file, Fields fields) {
        return fields.optional("submit").filter(text -> !text.equals("false")).map(text -> {
            String name = text.equals("true") ? "submit" : text;
            ToolInfo unused = fields.at("submit", () -> new ToolInfo(name, "", "{}"));
            return name;
        });
    }

    private static AgentLimits limits(YamlFile file, YamlNode node) {
        Fields fields = new Fields(file, node, "the agent's limits", LIMITS);
        AgentLimits limits = AgentLimits.DEFAULT;
        var turns = fields.whole("turns", 1, 100_000);
        if (turns.isPresent()) {
            limits = limits.withTurns((int) turns.getAsLong());
        }
        var messages = fields.whole("messages", 1, 1_000_000);
        if (messages.isPresent()) {
            limits = limits.withMessages((int) messages.getAsLong());
        }
        var tokens = fields.whole("tokens", 1, Long.MAX_VALUE);
        if (tokens.isPresent()) {
            limits = limits.withTokens(tokens.getAsLong());
        }
        var calls = fields.whole("tool_calls", 0, 1_000_000);
        if (calls.isPresent()) {
            limits = limits.withToolCalls((int) calls.getAsLong());
        }
        return fields.has("time") ? limits.withTime(Sizes.duration(file, fields, "time")) : limits;
    }

    private static ToolLimits toolLimits(YamlFile file, YamlNode node) {
        Fields fields = new Fields(file, node, "the tools' limits", Set.of("time", "output"));
        ToolLimits limits = ToolLimits.DEFAULT;
        if (fields.has("time")) {
            limits = limits.withTimeout(Sizes.duration(file, fields, "time"));
        }
        var output = Sizes.bytes(file, fields, "output", 1 << 10, 16 << 20);
        return output.isPresent() ? limits.withOutputBytes((int) output.getAsLong()) : limits;
    }

    @Override
    public Optional<AgentPart> agent() {
        return Optional.of(this);
    }

    /// The world in which it acts.
    Optional<WorldPart> world() {
        return tools.stream()
                .filter(Tools.InWorld.class::isInstance)
                .map(each -> ((Tools.InWorld) each).world())
                .findFirst();
    }

    @Override
    public Solver make(Function<DatasetChoice, SampleSource> sources, Programs programs) {
        Toolbox toolbox = tools.stream()
                .map(each -> toolbox(each, programs))
                .reduce(Toolbox::and)
                .orElseThrow();
        if (programs != Programs.UNUSED) {
            rehearse(toolbox);
        }
        AgentBuilder agent =
                Agent.with(toolbox).limits(limits).toolLimits(toolLimits).parallel(parallel);
        system.ifPresent(agent::system);
        submit.ifPresent(agent::submit);
        nudge.ifPresent(agent::nudge);
        config.ifPresent(agent::config);
        return agent.build();
    }

    private Toolbox toolbox(Tools tools, Programs programs) {
        return switch (tools) {
            case Tools.InWorld(WorldPart world) -> world.toolbox();
            case Tools.OnServer(McpPart server) -> server.toolbox(file, programs);
            case Tools.InSandbox(SandboxPart sandbox, List<String> names) ->
                SandboxTools.of(sandbox.factory(file, programs, Optional.empty()), names, sandbox::files);
        };
    }

    /// Opens the tools once, so that a server that does not start or a name that is there twice is told before the
    /// first call of the model.
    private void rehearse(Toolbox toolbox) {
        try (OpenTools open = toolbox.open(Sample.of("rehearsal", "rehearsal"), event -> {})) {
            ToolRunner runner = new ToolRunner(open.tools(), toolLimits);
            Set<String> names = runner.infos().stream().map(ToolInfo::name).collect(Collectors.toSet());
            if (names.isEmpty()) {
                throw file.error(line, "the agent's tools are none: its servers have no tool");
            }
            if (submit.filter(names::contains).isPresent()) {
                throw file.error(
                        line,
                        "a tool is called '" + submit.get() + "', as is the tool to submit with: give 'submit' another"
                                + " name");
            }
        } catch (TaskFileException told) {
            throw told;
        } catch (McpException | SandboxException | IllegalArgumentException failure) {
            String why =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            throw file.error(
                    line,
                    "the agent's tools cannot be used: "
                            + Fields.line(why.endsWith(".") ? why.substring(0, why.length() - 1) : why));
        }
    }

    @Override
    public List<String> digests() {
        return tools.stream().flatMap(each -> each.part().digests().stream()).toList();
    }

    @Override
    public Set<String> facts() {
        return tools.stream().flatMap(each -> each.part().facts().stream()).collect(Collectors.toSet());
    }

    @Override
    public List<String> starts() {
        return tools.stream().flatMap(each -> each.part().starts().stream()).toList();
    }

    @Override
    public void check(Sample sample) {
        tools.forEach(each -> each.part().check(sample));
    }
}
