package dev.assay.store;

import dev.assay.core.task.Score;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// The values of grades by the scorer's name as a column holds them: a JSON object, with null for NaN, the
/// mark of what is excluded, and `"Infinity"` and `"-Infinity"` as strings. Names are {@link StoredText}.
final class ScoreValues {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ScoreValues() {}

    static String encode(Map<String, Score> scores) {
        if (scores.isEmpty()) {
            return "{}";
        }
        StringBuilder json = new StringBuilder("{");
        (scores.size() < 2 ? scores : new TreeMap<>(scores)).forEach((scorer, score) -> {
            json.append(json.length() == 1 ? "\"" : ",\"")
                    .append(JsonStringEncoder.getInstance().quoteAsCharArray(StoredText.encode(scorer)))
                    .append("\":");
            double value = score.value();
            if (Double.isNaN(value)) {
                json.append("null");
            } else if (Double.isInfinite(value)) {
                json.append('"').append(value).append('"');
            } else {
                json.append(value);
            }
        });
        return json.append('}').toString();
    }

    /// @throws RuntimeException if it is damaged
    static Map<String, Double> decode(String stored) {
        Map<String, Double> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), stored)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = StoredText.decode(json.currentName());
                values.put(
                        name, json.nextToken() == JsonToken.VALUE_NULL ? Double.NaN : Double.valueOf(json.getString()));
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IllegalStateException("the scores are no JSON object");
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
