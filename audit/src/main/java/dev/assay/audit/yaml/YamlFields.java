package dev.assay.audit.yaml;

import dev.assay.audit.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The fields of one mapping, read by name; an unknown field is refused with the nearest known one.
public final class YamlFields {

    private final YamlFile file;
    private final YamlNode.Mapping mapping;
    private final String where;

    /// @param where what the mapping is, for messages: "the domain", "a goal"
    /// @throws BadInputException if `node` is no mapping, or has a key that is not in `known`
    public YamlFields(YamlFile file, YamlNode node, String where, Set<String> known) {
        this.file = file;
        this.where = where;
        if (!(node instanceof YamlNode.Mapping map)) {
            throw file.error(node.line(), where + " must be a mapping with " + String.join(", ", sorted(known)));
        }
        this.mapping = map;
        for (YamlNode.Entry entry : map.entries().values()) {
            if (!known.contains(entry.key())) {
                throw file.error(
                        entry.line(),
                        "unknown key '" + entry.key() + "' in " + where + ": " + hint(entry.key(), known));
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /// "did you mean 'x'?" where a name is near, else the list of names.
    public static String hint(String given, Set<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String name : sorted(known)) {
            int distance = distance(given.toLowerCase(java.util.Locale.ROOT), name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        boolean near = least <= Math.max(1, best.length() / 3);
        return near ? "did you mean '" + best + "'?" : "known are " + String.join(", ", sorted(known));
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to another.
    static int distance(String a, String b) {
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

    public int line() {
        return mapping.line();
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /// Line of a key, or of the mapping where the key is absent.
    public int lineOf(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.line() : entry.line();
    }

    public Optional<YamlNode> node(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
    }

    /// A text that must be there and not empty.
    public String text(String key) {
        return optionalText(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> file.error(lineOf(key), where + " needs '" + key + "', a text"));
    }

    public Optional<String> optionalText(String key) {
        return node(key).map(value -> scalar(value, "'" + key + "'"));
    }

    /// The texts under a key, each with its line; empty where the key is absent.
    public List<YamlNode.Scalar> texts(String key) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (!(item instanceof YamlNode.Scalar scalar) || scalar.text().isBlank()) {
                throw file.error(item.line(), "'" + key + "' must be a list of texts that are not empty");
            }
            texts.add(scalar);
        }
        return texts;
    }

    /// The items of a list; empty where the key is absent.
    public List<YamlNode> items(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof YamlNode.Sequence sequence)) {
            throw file.error(node.get().line(), "'" + key + "' must be a list");
        }
        return sequence.items();
    }

    private String scalar(YamlNode value, String what) {
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        throw file.error(value.line(), what + " must be a single value");
    }
}
