package dev.assay.tasks.file;

import java.util.Optional;
import java.util.Set;

/// An item of a list of solvers, scorers or metrics: a word, or a mapping of one word to its settings.
///
/// @param name the word
/// @param settings what stands under it
/// @param line where it stands
record Step(String name, Optional<YamlNode> settings, int line) {

    /// @param what what it is, for messages: "solver", "scorer"
    /// @throws TaskFileException if it is neither, or the word is not known
    static Step of(YamlFile file, YamlNode node, String what, Set<String> known) {
        Step step;
        if (node instanceof YamlNode.Scalar scalar) {
            step = new Step(scalar.text(), Optional.empty(), scalar.line());
        } else if (node instanceof YamlNode.Mapping map && map.entries().size() == 1) {
            YamlNode.Entry entry = map.entries().values().iterator().next();
            boolean empty = entry.value() instanceof YamlNode.Scalar scalar
                    && scalar.text().isEmpty();
            step = new Step(entry.key(), empty ? Optional.empty() : Optional.of(entry.value()), entry.line());
        } else {
            throw file.error(node.line(), "a " + what + " is one word, or one word with its settings under it");
        }
        if (!known.contains(step.name)) {
            throw file.error(
                    step.line,
                    "there is no " + what + " '" + Fields.shown(step.name) + "': " + Fields.hint(step.name, known));
        }
        return step;
    }

    /// The single text under the word.
    String text(YamlFile file) {
        if (settings.isPresent()
                && settings.get() instanceof YamlNode.Scalar scalar
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw file.error(line, "'" + name + "' needs a text, as in '" + name + ": TEXT'");
    }

    /// The settings under the word; none where nothing stands there.
    Fields fields(YamlFile file, Set<String> known) {
        YamlNode node = settings.orElse(new YamlNode.Mapping(java.util.Map.of(), line));
        return new Fields(file, node, "'" + name + "'", known);
    }

    void requireBare(YamlFile file) {
        if (settings.isPresent()) {
            throw file.error(line, "'" + name + "' takes no settings");
        }
    }
}
