package dev.assay.agents.tool;

import dev.assay.core.model.ToolCall;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The arguments of a tool as a record: their JSON Schema, and the reading of what a model wrote by exactly
/// the rules of that schema.
///
/// @param <A> the record
public final class Arguments<A extends Record> {

    /// The longest text of arguments that is read at all, in UTF-16 units.
    public static final int MAX_LENGTH = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Class<A> type;
    private final ArgumentType fields;

    private Arguments(Class<A> type) {
        this.type = Objects.requireNonNull(type, "type");
        this.fields = ArgumentTypes.ofRecord(type);
    }

    /// The arguments that the record `type` describes.
    ///
    /// @throws IllegalArgumentException as {@link Tool#of}
    public static <A extends Record> Arguments<A> of(Class<A> type) {
        return new Arguments<>(type);
    }

    /// The JSON Schema, as text.
    public String schema() {
        return fields.schema().toString();
    }

    /// What the model wrote. No arguments at all are the empty object.
    ///
    /// @throws ToolException `PARSING`, naming the argument and what is wrong with it
    public A read(ToolCall call) {
        String text = call.arguments();
        if (text.length() > MAX_LENGTH) {
            throw new ToolException(
                    ToolErrorType.PARSING,
                    "The arguments of " + call.function() + " are " + text.length() + " characters long, but may be "
                            + MAX_LENGTH + ".");
        }
        return type.cast(fields.read(parse(call, text.isBlank() ? "{}" : text), ""));
    }

    private static JsonNode parse(ToolCall call, String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException noJson) {
            throw new ToolException(
                    ToolErrorType.PARSING,
                    "The arguments of " + call.function() + " are no JSON object: " + noJson.getOriginalMessage(),
                    noJson);
        }
    }
}
