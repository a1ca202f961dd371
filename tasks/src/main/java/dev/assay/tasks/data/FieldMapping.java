package dev.assay.tasks.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which field of a row is what in a sample. By default the fields are called as the sample's own: `input`,
/// which every row needs, and `target`, `id`, `choices` and `metadata` where a row has them; a row
/// without an id has its number, from 1. A field that is mapped is needed in every row.
///
/// @param input the question: a text, or a list of messages with `role` and `content`
/// @param system a system message in front of it; default none
/// @param image an image beside the text: a `data:image/` URI or an http(s) address; default none
/// @param target the right answer, see `targetForm`; empty for the default
/// @param targetForm how the right answer is written; default `TEXT`
/// @param targetPattern what of the target's text counts: the first group, or the match; default all
/// @param targetValues other words for the target, applied before the form: `true` to `yes`; default none
/// @param keys names of the choices for `KEY`; default none
/// @param id a text or number, unique in the dataset; empty for the default
/// @param choices one expression that gives a list, or one for each choice; empty for the default
/// @param metadata facts by name; empty for the default
/// @param where only rows whose field has one of these texts become samples; default all
/// @param facts what else is mapped, of the names of {@link SampleFacts}; needed in every row
/// @param ownFacts names of {@link SampleFacts} that are taken from the row's own field of that name, where it
///     has one; default none
public record FieldMapping(
        FieldExpression input,
        Optional<FieldExpression> system,
        Optional<FieldExpression> image,
        Optional<FieldExpression> target,
        TargetForm targetForm,
        Optional<Pattern> targetPattern,
        Map<String, String> targetValues,
        Optional<FieldExpression> keys,
        Optional<FieldExpression> id,
        List<FieldExpression> choices,
        Map<String, FieldExpression> metadata,
        Map<FieldExpression, Set<String>> where,
        Map<String, FieldExpression> facts,
        Set<String> ownFacts) {

    /// The fields are called as the sample's own.
    public static final FieldMapping DEFAULT = new Builder().build();

    public FieldMapping {
        targetValues = Map.copyOf(targetValues);
        choices = List.copyOf(choices);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        ownFacts = Set.copyOf(ownFacts);
        if (targetForm == TargetForm.KEY && keys.isEmpty()) {
            throw new IllegalArgumentException("targetForm key needs 'keys', the field with the names of the choices");
        }
    }

    /// Starts a mapping; whatever is not set has its default.
    public static Builder builder() {
        return new Builder();
    }

    /// The same, which also takes these names of {@link SampleFacts} from a row that has them.
    public FieldMapping withOwnFacts(Set<String> names) {
        return new FieldMapping(
                input,
                system,
                image,
                target,
                targetForm,
                targetPattern,
                targetValues,
                keys,
                id,
                choices,
                metadata,
                where,
                facts,
                names);
    }

    /// All that decides which samples come of a row, as text: part of a dataset's digest.
    String canonical() {
        // What is not used is left out, so that digests of before hold.
        String more = facts.isEmpty() && ownFacts.isEmpty()
                ? ""
                : "\u0001" + facts(facts) + "\u0001" + new java.util.TreeSet<>(ownFacts);
        return String.join(
                        "\u0001",
                        input.toString(),
                        system.toString(),
                        image.toString(),
                        target.toString(),
                        targetForm.name(),
                        targetPattern.toString(),
                        new java.util.TreeMap<>(targetValues).toString(),
                        keys.toString(),
                        id.toString(),
                        choices.toString(),
                        metadata.toString(),
                        where.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + new java.util.TreeSet<>(entry.getValue()))
                                .toList()
                                .toString())
                + more;
    }

    private static String facts(Map<String, FieldExpression> facts) {
        return new java.util.TreeMap<>(facts).toString();
    }

    /// Collects a mapping. Expressions are written as {@link FieldExpression#of} reads them.
    public static final class Builder {

        private FieldExpression input = FieldExpression.field("input");
        private Optional<FieldExpression> system = Optional.empty();
        private Optional<FieldExpression> image = Optional.empty();
        private Optional<FieldExpression> target = Optional.empty();
        private TargetForm targetForm = TargetForm.TEXT;
        private Optional<Pattern> targetPattern = Optional.empty();
        private Map<String, String> targetValues = Map.of();
        private Optional<FieldExpression> keys = Optional.empty();
        private Optional<FieldExpression> id = Optional.empty();
        private final List<FieldExpression> choices = new ArrayList<>();
        private final Map<String, FieldExpression> metadata = new LinkedHashMap<>();
        private final Map<FieldExpression, Set<String>> where = new LinkedHashMap<>();
        private final Map<String, FieldExpression> facts = new LinkedHashMap<>();

        private Builder() {}

        public Builder input(String expression) {
            return input(FieldExpression.of(expression));
        }

        public Builder input(FieldExpression value) {
            this.input = value;
            return this;
        }

        public Builder system(String expression) {
            this.system = Optional.of(FieldExpression.of(expression));
            return this;
        }

        public Builder image(String expression) {
            this.image = Optional.of(FieldExpression.of(expression));
            return this;
        }

        public Builder target(String expression) {
            return target(FieldExpression.of(expression));
        }

        public Builder target(FieldExpression value) {
            this.target = Optional.of(value);
            return this;
        }

        public Builder targetForm(TargetForm value) {
            this.targetForm = value;
            return this;
        }

        /// @throws java.util.regex.PatternSyntaxException if `regex` is none
        public Builder targetPattern(String regex) {
            this.targetPattern = Optional.of(Pattern.compile(regex, Pattern.DOTALL));
            return this;
        }

        public Builder targetValues(Map<String, String> value) {
            this.targetValues = value;
            return this;
        }

        public Builder keys(String expression) {
            this.keys = Optional.of(FieldExpression.of(expression));
            return this;
        }

        public Builder id(String expression) {
            this.id = Optional.of(FieldExpression.of(expression));
            return this;
        }

        /// A field with the list of choices, or one field for each.
        public Builder choices(String... expressions) {
            for (String expression : expressions) {
                choices.add(FieldExpression.of(expression));
            }
            return this;
        }

        public Builder metadata(String name, String expression) {
            return metadata(name, FieldExpression.of(expression));
        }

        public Builder metadata(String name, FieldExpression value) {
            metadata.put(name, value);
            return this;
        }

        public Builder where(String field, Set<String> values) {
            where.put(FieldExpression.of(field), Set.copyOf(values));
            return this;
        }

        /// @throws IllegalArgumentException if `name` is none of {@link SampleFacts}
        public Builder fact(String name, String expression) {
            if (!SampleFacts.NAMES.contains(name)) {
                throw new IllegalArgumentException("There is no fact '" + name + "'.");
            }
            facts.put(name, FieldExpression.of(expression));
            return this;
        }

        public FieldMapping build() {
            return new FieldMapping(
                    input,
                    system,
                    image,
                    target,
                    targetForm,
                    targetPattern,
                    targetValues,
                    keys,
                    id,
                    choices,
                    metadata,
                    where,
                    facts,
                    Set.of());
        }
    }
}
