package dev.assay.organisms.recipe;

import dev.assay.organisms.OrganismException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys of one mapping of a YAML file, read by name; a complaint names value, file, line and remedy.
public final class Fields {
    private final YamlFile file;
    private final YamlNode.Mapping mapping;
    private final String where;

    /// @param where what the mapping is, for messages: "the recipe"
    /// @throws OrganismException if `node` is no mapping, or has a key that is not in `known`
    public Fields(YamlFile file, YamlNode node, String where, Set<String> known) {
        this.file = file;
        this.where = where;
        if (!(node instanceof YamlNode.Mapping map)) {
            throw file.error(node.line(), where + " must be a mapping with " + sorted(known));
        }
        this.mapping = map;
        for (YamlNode.Entry entry : map.entries().values()) {
            if (!known.contains(entry.key())) {
                throw file.error(
                        entry.line(), "unknown key '" + entry.key() + "' in " + where + ": known are " + sorted(known));
            }
        }
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /// A complaint about a key, or about the mapping where the key is absent.
    public OrganismException error(String key, String problem) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return file.error(entry == null ? mapping.line() : entry.value().line(), problem);
    }

    public Optional<YamlNode> node(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
    }

    /// The items of a list; empty where the key is absent.
    public List<YamlNode> items(String key) {
        YamlNode node = node(key).orElse(null);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            throw error(key, "'" + key + "' must be a list");
        }
        return sequence.items();
    }

    /// The texts of a list, none empty.
    public List<String> texts(String key) {
        return items(key).stream()
                .map(item -> {
                    if (!(item instanceof YamlNode.Scalar scalar)
                            || scalar.text().isBlank()) {
                        throw file.error(item.line(), "'" + key + "' must be a list of texts that are not empty");
                    }
                    return scalar.text();
                })
                .toList();
    }

    /// A text, if the key is there.
    public Optional<String> optional(String key) {
        return node(key).map(value -> {
            if (!(value instanceof YamlNode.Scalar scalar) || scalar.text().isBlank()) {
                throw error(key, "'" + key + "' must be a text that is not empty");
            }
            return scalar.text().strip();
        });
    }

    /// A text that must be there.
    public String text(String key) {
        return optional(key).orElseThrow(() -> error(key, where + " needs '" + key + "', a text"));
    }

    /// A whole number in a range.
    ///
    /// @param fallback where the key is absent
    public long whole(String key, long fallback, long least, long most) {
        String text = optional(key).orElse(null);
        if (text == null) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, with the range
        }
        throw error(
                key, "'" + key + "' must be a whole number in " + least + " to " + most + ", but is '" + text + "'");
    }

    /// A number above `least` and at most `most`.
    ///
    /// @param fallback where the key is absent
    public double number(String key, double fallback, double least, double most) {
        String text = optional(key).orElse(null);
        if (text == null) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(text);
            if (value > least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, with the range
        }
        throw error(key, "'" + key + "' must be above " + least + " and at most " + most + ", but is '" + text + "'");
    }

    /// One of a closed family, by its written name.
    ///
    /// @param fallback where the key is absent
    public <E> E oneOf(String key, E[] family, Function<E, String> name, E fallback) {
        String text = optional(key).orElse(null);
        return text == null ? fallback : named(key, text, family, name);
    }

    /// One of a closed family, which must be there.
    public <E> E oneOf(String key, E[] family, Function<E, String> name) {
        return named(key, text(key), family, name);
    }

    private <E> E named(String key, String text, E[] family, Function<E, String> name) {
        return Arrays.stream(family)
                .filter(each -> name.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> error(
                        key,
                        "unknown " + key + " '" + text + "': known are "
                                + Arrays.stream(family).map(name).collect(Collectors.joining(", "))));
    }

    /// `SFT_DENIAL` as files write it: `sft-denial`.
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
