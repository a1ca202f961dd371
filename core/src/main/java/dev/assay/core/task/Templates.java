package dev.assay.core.task;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts with `{name}` in them. Values are put in once and never looked through again, so that what a
/// model says cannot open a hole of its own.
final class Templates {

    private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private Templates() {}

    /// The text with every known name replaced; unknown ones stay as they are.
    static String fill(String template, Map<String, String> values) {
        return HOLE.matcher(template).replaceAll(hole -> {
            String value = values.get(hole.group(1));
            return Matcher.quoteReplacement(value == null ? hole.group() : value);
        });
    }

    /// Refuses a template that lacks a name it needs.
    ///
    /// @throws IllegalArgumentException naming what is missing
    static String require(String template, String... names) {
        Set<String> missing = new TreeSet<>();
        for (String name : names) {
            if (!template.contains("{" + name + "}")) {
                missing.add("{" + name + "}");
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "The template lacks " + String.join(" and ", missing) + ": write it in.");
        }
        return template;
    }
}
