package dev.assay.tasks.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The fields of one mapping, read by name and kind; an unknown field is refused with the nearest known
/// one.
final class Fields {

    private final YamlFile file;
    private final YamlNode.Mapping mapping;
    private final String where;

    /// @param where what the mapping is, for messages: "the task", "the dataset"
    Fields(YamlFile file, YamlNode node, String where, Set<String> known) {
        this.file = file;
        this.where = where;
        if (!(node instanceof YamlNode.Mapping map)) {
            throw file.error(node.line(), where + " must be a mapping with " + list(known));
        }
        this.mapping = map;
        for (YamlNode.Entry entry : map.entries().values()) {
            if (!known.contains(entry.key())) {
                throw file.error(
                        entry.line(),
                        "unknown field '" + shown(entry.key()) + "' in " + where + ": " + hint(entry.key(), known));
            }
        }
    }

    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    /// Text from outside on one line, at most 400 characters of it.
    static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 400 ? line.substring(0, 400) + "…" : line;
    }

    static String list(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    /// "did you mean 'x'?" where a name is near, else the list of names.
    static String hint(String given, Set<String> known) {
        return near(given, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> "known are " + list(known));
    }

    /// The name that is near, where one is.
    static Optional<String> near(String given, Set<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        String word = given.toLowerCase(Locale.ROOT);
        for (String name : known.stream().sorted().toList()) {
            int distance = word.length() > 40 ? Integer.MAX_VALUE : distance(word, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return least <= Math.max(1, best.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to another.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, d[i - 2][j - 2] + 1);
                }
                d[i][j] = best;
            }
        }
        return d[a.length()][b.length()];
    }

    int line() {
        return mapping.line();
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /// Line of a key, or of the mapping where the key is absent.
    int lineOf(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.line() : entry.line();
    }

    Optional<YamlNode> node(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
    }

    /// A text that must be there and not empty.
    String text(String key) {
        return optional(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> file.error(lineOf(key), where + " needs '" + key + "', a text"));
    }

    Optional<String> optional(String key) {
        return node(key).map(value -> scalar(value, key));
    }

    String scalar(YamlNode value, String key) {
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        throw file.error(value.line(), "'" + key + "' must be a single value");
    }

    /// One text, or a list of texts.
    List<String> texts(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof YamlNode.Sequence sequence) {
            List<String> texts = new ArrayList<>();
            for (YamlNode item : sequence.items()) {
                texts.add(scalar(item, key));
            }
            return texts;
        }
        return List.of(scalar(node.get(), key));
    }

    /// Texts by name; empty where the key is absent.
    Map<String, YamlNode> entries(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return Map.of();
        }
        if (!(node.get() instanceof YamlNode.Mapping map)) {
            throw file.error(node.get().line(), "'" + key + "' must be a mapping of names to values");
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        map.entries().forEach((name, entry) -> entries.put(name, entry.value()));
        return entries;
    }

    OptionalLong whole(String key, long least, long most) {
        Optional<String> text = optional(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get().strip());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        String range = most == Long.MAX_VALUE
                ? least == Long.MIN_VALUE ? "" : " of at least " + least
                : " of " + least + " to " + most;
        throw file.error(
                lineOf(key), "'" + key + "' must be a whole number" + range + ", but is '" + shown(text.get()) + "'");
    }

    Optional<Double> real(String key, double least, double most) {
        return optional(key).map(text -> {
            try {
                double number = Double.parseDouble(text.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw file.error(
                    lineOf(key),
                    "'" + key + "' must be a number"
                            + (most == Double.MAX_VALUE ? " of at least " + least : " of " + least + " to " + most)
                            + ", but is '" + shown(text) + "'");
        });
    }

    boolean flag(String key) {
        return optional(key)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw file.error(
                                lineOf(key), "'" + key + "' must be true or false, but is '" + shown(text) + "'");
                })
                .orElse(false);
    }

    /// One of a few words.
    <T> Optional<T> word(String key, Map<String, T> words) {
        return optional(key).map(text -> {
            T value = words.get(text.toLowerCase(Locale.ROOT));
            if (value == null) {
                throw file.error(lineOf(key), "'" + key + "' is '" + shown(text) + "': " + hint(text, words.keySet()));
            }
            return value;
        });
    }

    /// Makes something of a field, and gives its complaint the field's place.
    <T> T at(String key, Supplier<T> made) {
        return file.at(lineOf(key), made);
    }

    <T> Optional<T> made(String key, Function<String, T> maker) {
        return optional(key).map(text -> at(key, () -> maker.apply(text)));
    }
}
