package dev.assay.models.http;

import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a provider says of an error, in whichever of the known shapes it says it. Hostile until cleaned by
/// {@link HttpFailures#quote}.
public final class ErrorText {

    private enum Field {
        CODE,
        STATUS,
        TYPE,
        MESSAGE,
        DETAIL
    }

    private ErrorText() {}

    /// Of the body of an error: OpenAI's and Google's `{"error": {"code", "message", ...}}`, Google's list
    /// of those, Anthropic's `{"type": "error", "error": {"type", "message"}}`, AWS's `{"message"}`, or
    /// `{"error": "text"}`. On one line; empty if it says nothing, or is no JSON.
    static String ofBody(byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            json.nextToken();
            if (json.currentToken() == JsonToken.START_ARRAY) {
                json.nextToken();
            }
            Map<Field, String> outer = new EnumMap<>(Field.class);
            String[] inner = {""};
            Json.fields(json, name -> {
                if (name.equals("error")) {
                    inner[0] = read(json);
                } else {
                    take(outer, name, json);
                }
            });
            return inner[0].isEmpty() ? String.join(" ", outer.values()) : inner[0];
        } catch (JacksonException | Failure noJson) {
            return "";
        }
    }

    /// Of the error at which the parser stands: an object or a text.
    public static String read(JsonParser json) throws Failure {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return Json.scalar(json);
        }
        Map<Field, String> fields = new EnumMap<>(Field.class);
        Json.fields(json, name -> {
            // Azure tells a content filter in the inner error only.
            if (name.equals("innererror")) {
                String inner = read(json);
                fields.merge(Field.DETAIL, inner, (a, b) -> a + " " + b);
            } else {
                take(fields, name, json);
            }
        });
        return String.join(" ", fields.values());
    }

    private static void take(Map<Field, String> fields, String name, JsonParser json) {
        Field field = switch (name) {
            case "code" -> Field.CODE;
            case "status" -> Field.STATUS;
            case "type", "__type" -> Field.TYPE;
            case "message", "Message" -> Field.MESSAGE;
            case "detail" -> Field.DETAIL;
            default -> null;
        };
        String text = field == null ? "" : Json.scalar(json);
        if (field != null && !text.isEmpty()) {
            fields.put(field, text);
        }
    }
}
