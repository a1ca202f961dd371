package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.UnsupportedArchitectureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An object of `config.json`: values of a stated type, or a sentence that names the value and the file.
final class ConfigNode {

    private final JsonNode node;
    private final String place;

    private ConfigNode(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /// @throws CheckpointException if it is no JSON object
    static ConfigNode of(@Nullable JsonNode node, String place) {
        if (node == null || !node.isObject()) {
            throw new CheckpointException(place + " is no JSON object");
        }
        return new ConfigNode(node, place);
    }

    String place() {
        return place;
    }

    UnsupportedArchitectureException unsupported(String found) {
        return UnsupportedArchitectureException.computing(found, place);
    }

    /// Whether the file names it, be it with null.
    boolean has(String name) {
        return node.has(name);
    }

    /// Whether the file names it with another value than null.
    boolean isSet(String name) {
        return node.hasNonNull(name);
    }

    /// Whether the file names it with an object, list or value that is not null and not empty.
    boolean isFilled(String name) {
        return isSet(name) && !(node.path(name).isContainer() && node.path(name).isEmpty());
    }

    /// Whether the values of two names are the same.
    boolean equal(String one, String other) {
        return node.path(one).equals(node.path(other));
    }

    /// The object of this name, if there is one.
    Optional<ConfigNode> child(String name) {
        return node.path(name).isObject() ? Optional.of(new ConfigNode(node.path(name), place)) : Optional.empty();
    }

    String text(String name, String otherwise) {
        if (!isSet(name)) {
            return otherwise;
        }
        if (!node.path(name).isString()) {
            throw new CheckpointException("%s %s in %s is no text".formatted(name, node.path(name), place));
        }
        return node.path(name).asString();
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        node.path(name).forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    boolean flag(String name, boolean otherwise) {
        return isSet(name) ? node.path(name).asBoolean(otherwise) : otherwise;
    }

    int integer(String name) {
        if (!isSet(name)) {
            throw new CheckpointException("%s lacks %s".formatted(place, name));
        }
        return integer(node.path(name), name);
    }

    int integer(String name, int otherwise) {
        return isSet(name) ? integer(node.path(name), name) : otherwise;
    }

    /// One number or a list of them; empty if there is none.
    List<Integer> integers(String name) {
        if (!isSet(name)) {
            return List.of();
        }
        if (!node.path(name).isArray()) {
            return List.of(integer(name));
        }
        var integers = new ArrayList<Integer>();
        node.path(name).forEach(item -> integers.add(integer(item, name)));
        return integers;
    }

    double number(String name) {
        if (!isSet(name)) {
            throw new CheckpointException("%s lacks %s".formatted(place, name));
        }
        return number(node.path(name), name);
    }

    double number(String name, double otherwise) {
        return isSet(name) ? number(node.path(name), name) : otherwise;
    }

    List<Double> numbers(String name) {
        if (!node.path(name).isArray()) {
            throw new CheckpointException("%s lacks a list %s".formatted(place, name));
        }
        var numbers = new ArrayList<Double>();
        node.path(name).forEach(item -> numbers.add(number(item, name)));
        return numbers;
    }

    private int integer(JsonNode value, String name) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new CheckpointException("%s %s in %s is no whole number".formatted(name, value, place));
        }
        return value.intValue();
    }

    private double number(JsonNode value, String name) {
        if (!value.isNumber()) {
            throw new CheckpointException("%s %s in %s is no number".formatted(name, value, place));
        }
        return value.doubleValue();
    }
}
