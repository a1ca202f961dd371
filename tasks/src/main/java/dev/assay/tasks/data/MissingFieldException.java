package dev.assay.tasks.data;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A row lacks a field. The message lacks the place: whoever knows it adds it.
final class MissingFieldException extends IllegalArgumentException {

    private static final int NAMES = 12;

    MissingFieldException(FieldExpression field, JsonNode row) {
        super("the row has no " + field.words() + " (it has " + names(row)
                + "): add it, or map the field to another name");
    }

    private static String names(JsonNode row) {
        List<String> names = row.propertyStream()
                .limit(NAMES + 1L)
                .map(entry -> DatasetException.shown(entry.getKey()))
                .toList();
        if (names.isEmpty()) {
            return "no fields";
        }
        String list = names.stream().limit(NAMES).collect(Collectors.joining(", "));
        return names.size() > NAMES ? list + ", ..." : list;
    }
}
