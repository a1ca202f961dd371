package dev.assay.models.http;

import dev.assay.core.model.ModelException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Reading and writing JSON token by token, without a tree. A reader of fields need not consume what it
/// does not know: whatever it leaves is skipped.
public final class Json {

    /// Escapes all that is not ASCII, and so carries lone surrogates too, which UTF-8 cannot. Strings may
    /// be as long as the body, which has a limit of its own.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /// Takes the value of a field; the parser stands on its first token.
    @FunctionalInterface
    public interface FieldReader {
        void field(String name) throws Failure;
    }

    /// Takes an element of an array; the parser stands on its first token.
    @FunctionalInterface
    public interface ElementReader {
        void element() throws Failure;
    }

    /// Writes into an open object.
    @FunctionalInterface
    public interface ObjectWriter {
        void write(JsonGenerator json);
    }

    /// An object as UTF-8.
    public static byte[] object(ObjectWriter writer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            writer.write(json);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    public static JsonParser parser(InputStream body) {
        return FACTORY.createParser(ObjectReadContext.empty(), body);
    }

    public static JsonParser parser(byte[] body) {
        return FACTORY.createParser(ObjectReadContext.empty(), body);
    }

    public static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /// Reads the object at which the parser stands, to its end. Does nothing if there is none.
    public static void fields(JsonParser json, FieldReader reader) throws Failure {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            reader.field(name);
            json.skipChildren();
        }
    }

    /// Reads the array at which the parser stands, to its end. Does nothing if there is none.
    public static void elements(JsonParser json, ElementReader reader) throws Failure {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
            reader.element();
            json.skipChildren();
        }
    }

    /// The text in a field of a reply that is an object.
    ///
    /// @throws Failure if it has none
    public static String requireText(Reply reply, String field) throws Failure {
        String[] found = {""};
        try (JsonParser json = parser(reply.body())) {
            json.nextToken();
            fields(json, name -> found[0] = name.equals(field) ? text(json) : found[0]);
        }
        if (found[0].isEmpty()) {
            throw Failure.passing(
                    Kind.MALFORMED,
                    "answered with no '" + field + "' in the body",
                    "check that the server speaks this API");
        }
        return found[0];
    }

    /// The string at which the parser stands; empty if there is none.
    public static String text(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
    }

    /// The string or number at which the parser stands, as text; empty if there is none.
    public static String scalar(JsonParser json) {
        JsonToken token = json.currentToken();
        return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL ? json.getString() : "";
    }

    /// The count at which the parser stands; 0 if there is none, or one below 0 or beyond a long.
    public static long count(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return 0;
        }
        return switch (json.getNumberType()) {
            case INT, LONG -> Math.max(0, json.getLongValue());
            default -> 0;
        };
    }

    /// The number at which the parser stands; NaN if there is none.
    public static double number(JsonParser json) {
        JsonToken token = json.currentToken();
        return token != null && token.isNumeric() ? json.getDoubleValue() : Double.NaN;
    }

    /// Whether the parser stands on a value other than null.
    public static boolean isPresent(JsonParser json) {
        return json.currentToken() != JsonToken.VALUE_NULL;
    }

    /// The value at which the parser stands, as JSON text.
    public static String copy(JsonParser json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator writer = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            writer.copyCurrentStructureExact(json);
        }
        return text.toString();
    }

    /// Writes JSON text as a value.
    ///
    /// @throws IllegalArgumentException if `text` is no JSON object
    public static void writeObject(JsonGenerator json, String text) {
        try (JsonParser parser = parser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT && isWhole(text)) {
                json.copyCurrentStructureExact(parser);
                return;
            }
        }
        throw new IllegalArgumentException("Not a JSON object: " + text.substring(0, Math.min(80, text.length())));
    }

    /// Whether `text` is one whole JSON object and nothing else.
    public static boolean isObject(String text) {
        return text.stripLeading().startsWith("{") && isWhole(text);
    }

    private static boolean isWhole(String text) {
        try (JsonParser parser = parser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException noJson) {
            return false;
        }
    }
}
