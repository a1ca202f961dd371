package dev.assay.tasks.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Where a value of a sample comes from.
public sealed interface FieldExpression {

    /// The value in a row; empty if the row has none, or null.
    ///
    /// @throws IllegalArgumentException if the row cannot give one, in words that fit "... (file:line)"
    Optional<JsonNode> in(JsonNode row);

    /// How a message names it.
    String words();

    /// The field `name`; where the row has no such field, dots go into nested objects and arrays:
    /// `answer.text.0`.
    static FieldExpression field(String name) {
        return new Field(name, List.of(name.split("\\.")));
    }

    /// The same text in every row.
    static FieldExpression constant(String text) {
        return new Constant(StringNode.valueOf(text));
    }

    /// A text in which `{{field}}` stands for the row's value.
    ///
    /// @throws IllegalArgumentException if it names no field
    static FieldExpression template(String text) {
        return Template.of(text);
    }

    /// A template if `text` has a `{{field}}`, else the field of that name.
    static FieldExpression of(String text) {
        return text.contains("{{") ? template(text) : field(text);
    }

    /// A field, perhaps a nested one.
    ///
    /// @param name as written
    /// @param path its parts, between the dots
    record Field(String name, List<String> path) implements FieldExpression {
        public Field {
            Objects.requireNonNull(name, "name");
            path = List.copyOf(path);
            if (name.isBlank()) {
                throw new IllegalArgumentException("A field's name must not be blank.");
            }
        }

        @Override
        public Optional<JsonNode> in(JsonNode row) {
            JsonNode whole = row.get(name);
            if (whole != null || path.size() < 2) {
                return present(whole == null ? row.path(name) : whole);
            }
            JsonNode node = row;
            for (String part : path) {
                node = node.isArray() ? node.path(index(part)) : node.path(part);
            }
            return present(node);
        }

        private static Optional<JsonNode> present(JsonNode node) {
            return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
        }

        private static int index(String part) {
            boolean number =
                    !part.isEmpty() && part.length() < 9 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            return number ? Integer.parseInt(part) : -1;
        }

        @Override
        public String words() {
            return "'" + name + "'";
        }
    }

    /// The same in every row.
    ///
    /// @param value the text
    record Constant(JsonNode value) implements FieldExpression {
        @Override
        public Optional<JsonNode> in(JsonNode row) {
            return Optional.of(value);
        }

        @Override
        public String words() {
            return "the constant";
        }
    }

    /// Text around fields.
    ///
    /// @param text as written
    /// @param pieces the texts around the fields, one more than these
    /// @param fields the fields, in order
    record Template(String text, List<String> pieces, List<FieldExpression> fields) implements FieldExpression {

        private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

        public Template {
            pieces = List.copyOf(pieces);
            fields = List.copyOf(fields);
        }

        static Template of(String text) {
            List<String> pieces = new ArrayList<>();
            List<FieldExpression> fields = new ArrayList<>();
            Matcher hole = HOLE.matcher(text);
            int from = 0;
            while (hole.find()) {
                pieces.add(text.substring(from, hole.start()));
                fields.add(field(hole.group(1)));
                from = hole.end();
            }
            pieces.add(text.substring(from));
            if (fields.isEmpty()) {
                throw new IllegalArgumentException(
                        "the template '" + DatasetException.shown(text) + "' names no field: write {{field}}");
            }
            return new Template(text, pieces, fields);
        }

        @Override
        public Optional<JsonNode> in(JsonNode row) {
            StringBuilder filled = new StringBuilder(pieces.getFirst());
            for (int i = 0; i < fields.size(); i++) {
                FieldExpression field = fields.get(i);
                JsonNode value = field.in(row).orElseThrow(() -> new MissingFieldException(field, row));
                filled.append(Values.text(value, field)).append(pieces.get(i + 1));
            }
            return Optional.of(StringNode.valueOf(filled.toString()));
        }

        @Override
        public String words() {
            return "the template";
        }
    }
}
