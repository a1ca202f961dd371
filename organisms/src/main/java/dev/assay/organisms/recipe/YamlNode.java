package dev.assay.organisms.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of a YAML file with the line on which it starts, from 1.
public sealed interface YamlNode {

    int line();

    /// @param text as written, without quotes
    record Scalar(String text, int line) implements YamlNode {}

    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// @param entries in the order of the file
    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /// @param line line of the key
    record Entry(String key, int line, YamlNode value) {}
}
