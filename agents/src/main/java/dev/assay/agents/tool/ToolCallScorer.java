package dev.assay.agents.tool;

import dev.assay.core.model.ToolCall;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How many of the calls that a sample expects were made: the share in [0, 1] of those met, by an exact rule. A
/// call meets an expectation if it is of the same tool and every argument that the expectation names has the same
/// value; numbers are compared by value, and arguments that are not named may be anything. Each call meets one
/// expectation at most; the largest number that can be met at once counts.
///
/// The metadata count `calls`, `expected`, `met` and `extra`, and the explanation names what is missing. Calls
/// that failed count as made; calls that a limit refused do not.
public final class ToolCallScorer implements Scorer {

    private final Function<Sample, List<Expected>> expectations;
    private final boolean inOrder;
    private final boolean noOthers;
    private final Set<String> ignored;

    private ToolCallScorer(
            Function<Sample, List<Expected>> expectations, boolean inOrder, boolean noOthers, Set<String> ignored) {
        this.expectations = Objects.requireNonNull(expectations, "expectations");
        this.inOrder = inOrder;
        this.noOthers = noOthers;
        this.ignored = Set.copyOf(ignored);
    }

    /// A call that is expected.
    ///
    /// @param tool the tool's name
    /// @param arguments the arguments that matter
    public record Expected(String tool, ObjectNode arguments) {
        public Expected {
            Objects.requireNonNull(tool, "tool");
            arguments = arguments.deepCopy();
        }

        boolean isMetBy(ToolCall call) {
            if (!call.function().equals(tool)) {
                return false;
            }
            Optional<ObjectNode> given = call.parsedArguments();
            return given.isPresent()
                    && arguments.properties().stream()
                            .allMatch(entry -> given.get().has(entry.getKey())
                                    && JsonValues.same(
                                            entry.getValue(), given.get().path(entry.getKey())));
        }

        String words() {
            String text = tool + arguments;
            return text.length() > 200 ? text.substring(0, 200) + "..." : text;
        }
    }

    /// Grades by what each sample expects, in whatever order, and lets other calls pass. A sample that expects
    /// nothing is unscored, unless {@link #noOthers} is set: then it expects that nothing is called.
    public static ToolCallScorer of(Function<Sample, List<Expected>> expectations) {
        return new ToolCallScorer(expectations, false, false, Set.of());
    }

    /// The same, where only calls in the order of the expectations meet them.
    public ToolCallScorer inOrder() {
        return new ToolCallScorer(expectations, true, noOthers, ignored);
    }

    /// The same, where every other call counts as one more expectation that was not met.
    public ToolCallScorer noOthers() {
        return new ToolCallScorer(expectations, inOrder, true, ignored);
    }

    /// The same, to which calls of these tools are no calls, such as of the tool to submit with.
    public ToolCallScorer ignoring(Set<String> tools) {
        return new ToolCallScorer(expectations, inOrder, noOthers, tools);
    }

    @Override
    public String name() {
        return "tool_calls";
    }

    @Override
    public Score score(TaskState state, Target target) {
        List<Expected> expected = expectations.apply(state.sample());
        if (expected.isEmpty() && !noOthers) {
            return Score.unscored("The sample expects no calls.");
        }
        MadeCalls calls = MadeCalls.of(state);
        List<ToolCall> made = counted(calls.made());
        Score score = score(expected, made);
        List<ToolCall> all = new ArrayList<>(made);
        all.addAll(counted(calls.pending()));
        return Double.compare(score.value(), score(expected, all).value()) == 0
                ? score
                : Score.unscored("The sample was cut off while calls were under way, and whether they were made "
                        + "decides the grade.");
    }

    private List<ToolCall> counted(List<ToolCall> calls) {
        return calls.stream().filter(call -> !ignored.contains(call.function())).toList();
    }

    private Score score(List<Expected> expected, List<ToolCall> made) {
        boolean[] met = inOrder ? longestInOrder(expected, made) : matched(expected, made);
        int number = 0;
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < met.length; i++) {
            if (met[i]) {
                number++;
            } else {
                missing.add(expected.get(i).words());
            }
        }
        int extra = made.size() - number;
        int of = expected.size() + (noOthers ? extra : 0);
        String explanation = missing.isEmpty() ? "" : "Missing: " + String.join("; ", missing) + ".";
        if (noOthers && extra > 0) {
            explanation += (explanation.isEmpty() ? "" : " ") + extra + " calls that were not expected.";
        }
        return new Score(
                of == 0 ? 1 : (double) number / of,
                "",
                explanation,
                Map.of(
                        "calls", Integer.toString(made.size()),
                        "expected", Integer.toString(expected.size()),
                        "met", Integer.toString(number),
                        "extra", Integer.toString(extra)));
    }

    /// The most expectations that can be met in the order in which they stand: the longest common subsequence.
    private static boolean[] longestInOrder(List<Expected> expected, List<ToolCall> made) {
        int[][] best = new int[expected.size() + 1][made.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = made.size() - 1; j >= 0; j--) {
                best[i][j] = expected.get(i).isMetBy(made.get(j))
                        ? best[i + 1][j + 1] + 1
                        : Math.max(best[i + 1][j], best[i][j + 1]);
            }
        }
        boolean[] met = new boolean[expected.size()];
        for (int i = 0, j = 0; i < expected.size() && j < made.size(); ) {
            if (expected.get(i).isMetBy(made.get(j))) {
                met[i++] = true;
                j++;
            } else if (best[i + 1][j] >= best[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return met;
    }

    /// The most expectations that can be met at all: a maximum bipartite matching, by augmenting paths.
    private static boolean[] matched(List<Expected> expected, List<ToolCall> made) {
        int[] meets = new int[made.size()];
        java.util.Arrays.fill(meets, -1);
        boolean[] met = new boolean[expected.size()];
        for (int i = 0; i < met.length; i++) {
            met[i] = augment(i, expected, made, meets, new boolean[made.size()]);
        }
        return met;
    }

    private static boolean augment(int i, List<Expected> expected, List<ToolCall> made, int[] meets, boolean[] seen) {
        for (int j = 0; j < made.size(); j++) {
            if (!seen[j] && expected.get(i).isMetBy(made.get(j))) {
                seen[j] = true;
                if (meets[j] < 0 || augment(meets[j], expected, made, meets, seen)) {
                    meets[j] = i;
                    return true;
                }
            }
        }
        return false;
    }

    /// Reads a list of `{tool, arguments}`.
    ///
    /// @throws IllegalArgumentException if it is none
    public static List<Expected> read(JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException("expected calls are a list of {tool: NAME, arguments: {...}}");
        }
        List<Expected> all = new ArrayList<>();
        for (JsonNode each : list) {
            JsonNode arguments = each.path("arguments");
            boolean isKnown =
                    each.propertyNames().stream().allMatch(name -> name.equals("tool") || name.equals("arguments"));
            if (!each.path("tool").isString() || !isKnown || !(arguments.isMissingNode() || arguments.isObject())) {
                throw new IllegalArgumentException(
                        "an expected call is {tool: NAME, arguments: {...}}, but one is " + shorten(each.toString()));
            }
            all.add(new Expected(
                    each.path("tool").asString(),
                    arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode()));
        }
        return all;
    }

    private static String shorten(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
