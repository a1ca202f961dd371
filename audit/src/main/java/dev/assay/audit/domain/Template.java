package dev.assay.audit.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A text with `{name}` placeholders. A brace that does not enclose a name of letters, digits, `_` or `-`
/// is text.
///
/// @param source as written
/// @param parts literals and placeholders in order
/// @param line line in the domain file, from 1
public record Template(String source, List<Part> parts, int line) {

    public Template {
        parts = List.copyOf(parts);
    }

    /// @param text literal text, or the placeholder's name
    /// @param slot whether it is a placeholder
    public record Part(String text, boolean slot) {}

    public static Template parse(String source, int line) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        int open = source.indexOf('{');
        while (open >= 0) {
            int close = source.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String name = source.substring(open + 1, close);
            if (isName(name)) {
                if (open > from) {
                    parts.add(new Part(source.substring(from, open), false));
                }
                parts.add(new Part(name, true));
                from = close + 1;
                open = source.indexOf('{', from);
            } else {
                open = source.indexOf('{', open + 1);
            }
        }
        if (from < source.length() || parts.isEmpty()) {
            parts.add(new Part(source.substring(from), false));
        }
        return new Template(source, parts, line);
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '_' && c != '-' && !(c < 128 && Character.isLetterOrDigit(c))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether values for all placeholders are given.
    boolean isFilledBy(Map<String, String> values) {
        for (Part part : parts) {
            if (part.slot() && !values.containsKey(part.text())) {
                return false;
            }
        }
        return true;
    }

    /// Names of the placeholders in the order in which they occur; a name may occur twice.
    public List<String> slots() {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (part.slot()) {
                names.add(part.text());
            }
        }
        return names;
    }

    /// The text with its placeholders filled.
    ///
    /// @throws IllegalArgumentException if `values` lacks a placeholder
    public String fill(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (!part.slot()) {
                text.append(part.text());
                continue;
            }
            String value = values.get(part.text());
            if (value == null) {
                throw new IllegalArgumentException("No value for {" + part.text() + "} in: " + source);
            }
            text.append(value);
        }
        return text.toString();
    }
}
