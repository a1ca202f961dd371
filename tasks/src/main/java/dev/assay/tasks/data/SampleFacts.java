package dev.assay.tasks.data;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a sample brings for models that act and for code that is run, as metadata under these names.
public final class SampleFacts {

    /// Tests of an answer's code: a text, or a list of texts that become its lines.
    public static final String TESTS = "tests";

    /// Code in front of the answer's.
    public static final String PRELUDE = "prelude";

    /// Texts by path, for a sandbox or a simulated world.
    public static final String FILES = "files";

    /// The state of a simulated world at the start, merged into the world's own.
    public static final String STATE = "state";

    /// Values by path that the state should have at the end.
    public static final String END_STATE = "end_state";

    /// The calls of tools that are expected.
    public static final String CALLS = "calls";

    /// All of them.
    public static final Set<String> NAMES = Set.of(TESTS, PRELUDE, FILES, STATE, END_STATE, CALLS);

    private static final Map<String, String> NEEDED = Map.of(
            FILES, "a mapping of paths to texts",
            STATE, "a mapping",
            END_STATE, "a mapping of places to values",
            CALLS, "a list of calls");

    private SampleFacts() {}

    /// The value of a row as the metadata hold it. In files without structure, such as CSV, a mapping or a list
    /// is written as JSON.
    ///
    /// @throws IllegalArgumentException without a place, if it is of the wrong kind
    static String text(String name, JsonNode value, FieldExpression from) {
        if (!NEEDED.containsKey(name)) {
            return lines(name, value, from);
        }
        JsonNode read = value.isString() ? parsed(name, value.asString(), from) : value;
        boolean isRight = name.equals(CALLS) ? read.isArray() : read.isObject();
        if (!isRight) {
            throw wrong(name, Values.kind(read), from);
        }
        if (name.equals(FILES)) {
            read.forEachEntry((path, content) -> {
                if (!content.isString() || path.isBlank() || path.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException(from.words() + " holds '" + DatasetException.shown(path)
                            + "', which is no path with a text: write a file as PATH: TEXT");
                }
            });
        }
        return read.toString();
    }

    private static String lines(String name, JsonNode value, FieldExpression from) {
        if (!value.isArray()) {
            return Values.text(value, from);
        }
        if (!name.equals(TESTS)) {
            throw new IllegalArgumentException(from.words() + " is a list, but '" + name + "' is a text");
        }
        StringJoiner lines = new StringJoiner("\n");
        List<String> texts = Values.texts(value, from);
        texts.forEach(lines::add);
        return lines.toString();
    }

    private static JsonNode parsed(String name, String text, FieldExpression from) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException noJson) {
            throw wrong(name, "a text that is no JSON", from);
        }
    }

    private static IllegalArgumentException wrong(String name, String found, FieldExpression from) {
        return new IllegalArgumentException(
                from.words() + " is " + found + ", but '" + name + "' is " + NEEDED.get(name));
    }
}
