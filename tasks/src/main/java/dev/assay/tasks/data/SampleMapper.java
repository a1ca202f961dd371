package dev.assay.tasks.data;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Makes samples of rows. What it throws is an {@link IllegalArgumentException} without a place.
final class SampleMapper {

    /// Choices are named by single letters.
    static final int MAX_CHOICES = 26;

    private static final FieldExpression TARGET = FieldExpression.field("target");
    private static final FieldExpression ID = FieldExpression.field("id");
    private static final FieldExpression CHOICES = FieldExpression.field("choices");
    private static final FieldExpression METADATA = FieldExpression.field("metadata");
    private static final FieldExpression IMAGE = FieldExpression.field("image");

    private final FieldMapping mapping;
    private final OptionalLong shuffleChoices;
    private final boolean folder;

    SampleMapper(DatasetOptions options, DataFormat format) {
        this.mapping = options.mapping();
        this.shuffleChoices = options.shuffleChoices();
        this.folder = format == DataFormat.FOLDER;
    }

    /// Whether the row becomes a sample.
    boolean accepts(JsonNode row) {
        for (Map.Entry<FieldExpression, Set<String>> condition : mapping.where().entrySet()) {
            FieldExpression field = condition.getKey();
            Optional<JsonNode> value = field.in(row);
            if (value.isEmpty() || !condition.getValue().contains(Values.text(value.get(), field))) {
                return false;
            }
        }
        return true;
    }

    /// The row's own id; empty if it has none and is known by its number.
    Optional<String> id(JsonNode row) {
        FieldExpression from = mapping.id().orElse(ID);
        Optional<JsonNode> value = mapping.id().isPresent() ? Optional.of(needed(from, row)) : from.in(row);
        return value.map(node -> {
            String id = Values.text(node, from);
            if (id.isBlank()) {
                throw new IllegalArgumentException(from.words() + " is empty: give the row an id");
            }
            return id;
        });
    }

    Sample sample(JsonNode row, String id) {
        List<String> choices = choices(row);
        List<String> targets = targets(row, choices);
        Sample sample = new Sample(id, input(row), new Target(targets), choices, metadata(row));
        return shuffleChoices.isPresent() ? Choices.shuffle(sample, shuffleChoices.getAsLong()) : sample;
    }

    private List<ChatMessage> input(JsonNode row) {
        if (mapping.system().isEmpty()) {
            return question(row);
        }
        FieldExpression from = mapping.system().get();
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.system(Values.text(needed(from, row), from)));
        messages.addAll(question(row));
        return messages;
    }

    private List<ChatMessage> question(JsonNode row) {
        FieldExpression from = mapping.input();
        JsonNode value = needed(from, row);
        Optional<Content> image = image(row);
        if (value.isArray()) {
            List<ChatMessage> messages = Messages.read(value, from);
            if (image.isPresent()) {
                throw new IllegalArgumentException(
                        from.words() + " is a list of messages and there is an image besides: put it into a message");
            }
            return messages;
        }
        String text = Values.text(value, from);
        if (image.isPresent()) {
            List<Content> parts = new ArrayList<>();
            if (!text.isBlank()) {
                parts.add(new Content.Text(text));
            }
            parts.add(image.get());
            return List.of(ChatMessage.user(parts));
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(from.words() + " is empty, but it is the question: fill it in");
        }
        return List.of(ChatMessage.user(text));
    }

    private Optional<Content> image(JsonNode row) {
        if (mapping.image().isEmpty() && !folder) {
            return Optional.empty();
        }
        FieldExpression from = mapping.image().orElse(IMAGE);
        Optional<JsonNode> value = folder ? from.in(row) : Optional.of(needed(from, row));
        return value.map(node -> Content.Image.of(Values.text(node, from)));
    }

    private List<String> choices(JsonNode row) {
        List<String> choices = new ArrayList<>();
        if (mapping.choices().size() > 1) {
            for (FieldExpression each : mapping.choices()) {
                choices.add(Values.text(needed(each, row), each));
            }
        } else {
            FieldExpression from =
                    mapping.choices().isEmpty() ? CHOICES : mapping.choices().getFirst();
            Optional<JsonNode> value = mapping.choices().isEmpty() ? from.in(row) : Optional.of(needed(from, row));
            if (value.isPresent()) {
                if (!value.get().isArray()) {
                    throw new IllegalArgumentException(from.words() + " is " + Values.kind(value.get())
                            + ", but choices are a list of texts: map the list, or name one field for each choice");
                }
                choices.addAll(Values.texts(value.get(), from));
            }
        }
        if (choices.size() > MAX_CHOICES) {
            throw new IllegalArgumentException(
                    "the row has " + choices.size() + " choices, but letters name at most " + MAX_CHOICES);
        }
        return choices;
    }

    private List<String> targets(JsonNode row, List<String> choices) {
        FieldExpression from = mapping.target().orElse(TARGET);
        Optional<JsonNode> value = mapping.target().isPresent() ? Optional.of(needed(from, row)) : from.in(row);
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> given =
                Values.texts(value.get(), from).stream().map(this::word).toList();
        return switch (mapping.targetForm()) {
            case TEXT -> given;
            case INDEX ->
                given.stream()
                        .map(text -> Choices.letter(number(text, 0, choices, from)))
                        .toList();
            case NUMBER ->
                given.stream()
                        .map(text -> Choices.letter(number(text, 1, choices, from)))
                        .toList();
            case CHOICE ->
                given.stream()
                        .map(text -> letterOf(text, choices, from, "choices"))
                        .toList();
            case KEY -> {
                FieldExpression keysFrom = mapping.keys().orElseThrow();
                List<String> keys = Values.texts(needed(keysFrom, row), keysFrom);
                if (keys.size() != choices.size()) {
                    throw new IllegalArgumentException(
                            keysFrom.words() + " names " + keys.size() + " choices, but there are " + choices.size());
                }
                yield given.stream()
                        .map(text -> letterOf(text, keys, from, "keys"))
                        .toList();
            }
            case FLAGS -> flagged(given, choices, from);
        };
    }

    private String word(String given) {
        String text = given;
        if (mapping.targetPattern().isPresent()) {
            Pattern pattern = mapping.targetPattern().get();
            Matcher matcher = pattern.matcher(given);
            if (!matcher.find()) {
                throw new IllegalArgumentException("the target '" + DatasetException.shown(given)
                        + "' does not match the pattern " + pattern.pattern() + ": correct one of the two");
            }
            String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            text = group == null ? "" : group.strip();
        }
        return mapping.targetValues().getOrDefault(text, text);
    }

    private static int number(String text, int first, List<String> choices, FieldExpression from) {
        int number;
        try {
            number = Integer.parseInt(text.strip()) - first;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    from.words() + " is '" + DatasetException.shown(text) + "', but the number of a choice is needed",
                    e);
        }
        if (number < 0 || number >= choices.size()) {
            throw new IllegalArgumentException(from.words() + " is " + DatasetException.shown(text) + ", but there are "
                    + choices.size() + " choices, counted from " + first);
        }
        return number;
    }

    private static String letterOf(String text, List<String> names, FieldExpression from, String what) {
        int index = names.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(
                    from.words() + " is '" + DatasetException.shown(text) + "', which is none of the row's " + what);
        }
        return Choices.letter(index);
    }

    private static List<String> flagged(List<String> flags, List<String> choices, FieldExpression from) {
        if (flags.size() != choices.size()) {
            throw new IllegalArgumentException(
                    from.words() + " has " + flags.size() + " flags, but there are " + choices.size() + " choices");
        }
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < flags.size(); i++) {
            switch (flags.get(i)) {
                case "1", "true" -> letters.add(Choices.letter(i));
                case "0", "false" -> {}
                default ->
                    throw new IllegalArgumentException(from.words() + " holds '" + DatasetException.shown(flags.get(i))
                            + "', but flags are 0, 1, true or false");
            }
        }
        if (letters.isEmpty()) {
            throw new IllegalArgumentException(from.words() + " marks no choice as right");
        }
        return letters;
    }

    private Map<String, String> metadata(JsonNode row) {
        Map<String, String> own = ownMetadata(row);
        if (mapping.facts().isEmpty() && mapping.ownFacts().isEmpty()) {
            return own;
        }
        Map<String, String> all = new LinkedHashMap<>(own);
        for (String name : mapping.ownFacts()) {
            FieldExpression from = new FieldExpression.Field(name, List.of(name));
            if (!mapping.facts().containsKey(name)) {
                from.in(row).ifPresent(value -> all.put(name, SampleFacts.text(name, value, from)));
            }
        }
        mapping.facts().forEach((name, from) -> all.put(name, SampleFacts.text(name, needed(from, row), from)));
        return all;
    }

    private Map<String, String> ownMetadata(JsonNode row) {
        if (!mapping.metadata().isEmpty()) {
            Map<String, String> facts = new LinkedHashMap<>();
            mapping.metadata().forEach((name, from) -> facts.put(name, fact(needed(from, row))));
            return facts;
        }
        Optional<JsonNode> own = METADATA.in(row);
        if (own.isEmpty()) {
            return Map.of();
        }
        if (!own.get().isObject()) {
            throw new IllegalArgumentException("'metadata' is " + Values.kind(own.get())
                    + ", but an object of facts is needed: mend it, or map metadata to other fields");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        own.get().forEachEntry((name, value) -> {
            if (!value.isNull()) {
                facts.put(name, fact(value));
            }
        });
        return facts;
    }

    private static String fact(JsonNode value) {
        return value.isContainer() ? value.toString() : value.asString();
    }

    private static JsonNode needed(FieldExpression from, JsonNode row) {
        Optional<JsonNode> value = from.in(row);
        if (value.isEmpty()) {
            throw new MissingFieldException(from, row);
        }
        return value.get();
    }
}
