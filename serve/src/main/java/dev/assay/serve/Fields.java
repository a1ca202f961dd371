package dev.assay.serve;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a request. Each is read, ignored on purpose, or refused; one that nobody asked for is
/// refused at the end, as OpenAI does.
final class Fields {

    private final ObjectNode object;
    private final Set<String> known = new HashSet<>();

    Fields(ObjectNode object) {
        this.object = object;
    }

    /// The field, or empty where it is missing or null.
    Optional<JsonNode> node(String name) {
        known.add(name);
        var node = object.path(name);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    String string(String name) {
        var node = node(name)
                .orElseThrow(() -> ApiError.badRequest(
                        name, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(name)));
        if (!node.isString()) {
            throw wrongType(name, "a string");
        }
        return node.asString();
    }

    boolean truth(String name) {
        var node = node(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw wrongType(name, "true or false");
        }
        return node.isPresent() && node.get().asBoolean();
    }

    double number(String name, double otherwise, double least, double most) {
        var node = node(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (!node.get().isNumber()) {
            throw wrongType(name, "a number");
        }
        var value = node.get().asDouble();
        if (!(value >= least && value <= most)) {
            throw ApiError.invalid(name, "'%s' must be in %s to %s, but is %s.".formatted(name, least, most, value));
        }
        return value;
    }

    long whole(String name, long otherwise, long least, long most) {
        var node = node(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (!node.get().isIntegralNumber() || !node.get().canConvertToLong()) {
            throw wrongType(name, "a whole number of 64 bits");
        }
        var value = node.get().asLong();
        if (value < least || value > most) {
            throw ApiError.invalid(name, "'%s' must be in %d to %d, but is %d.".formatted(name, least, most, value));
        }
        return value;
    }

    /// A string or up to four of them; none of them empty.
    List<String> stop() {
        var node = node("stop");
        if (node.isEmpty()) {
            return List.of();
        }
        var all = node.get().isArray() ? node.get().valueStream().toList() : List.of(node.get());
        if (all.size() > 4
                || !all.stream()
                        .allMatch(each -> each.isString() && !each.asString().isEmpty())) {
            throw ApiError.invalid("stop", "'stop' must be a string or up to 4 strings, none of them empty.");
        }
        return all.stream().map(JsonNode::asString).toList();
    }

    /// The texts of which the answer is to be one: `structured_outputs: {"choice": [...]}` as vLLM has
    /// it, or `guided_choice`, its older name; empty where there is none.
    List<String> choice() {
        var structured = node("structured_outputs");
        var guided = node("guided_choice");
        if (structured.isEmpty() && guided.isEmpty()) {
            return List.of();
        }
        if (structured.isPresent() && guided.isPresent()) {
            throw ApiError.invalid("guided_choice", "Use 'structured_outputs' without 'guided_choice'.");
        }
        if (structured.isPresent()) {
            for (var kind : structured.get().propertyNames()) {
                if (!kind.equals("choice")) {
                    throw ApiError.unsupported(
                            "structured_outputs",
                            "Of 'structured_outputs' this server has 'choice' alone: a list of answers to choose from.");
                }
            }
        }
        var name = structured.isPresent() ? "structured_outputs.choice" : "guided_choice";
        var list = structured.map(node -> node.path("choice")).or(() -> guided).orElseThrow();
        var texts = list.valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList();
        if (!list.isArray() || list.isEmpty() || texts.size() < list.size()) {
            throw ApiError.invalid(name, "'%s' must be a list of at least one string.".formatted(name));
        }
        return texts;
    }

    /// Fields that change nothing here.
    void ignore(String... names) {
        known.addAll(Set.of(names));
    }

    /// Refuses a field that is given, unless it says what holds anyway.
    void refuse(String name, String why, java.util.function.Predicate<JsonNode> harmless) {
        if (node(name).filter(harmless.negate()).isPresent()) {
            throw ApiError.unsupported(name, "'%s' is not supported by this server: %s.".formatted(name, why));
        }
    }

    void refuseUnknown() {
        for (var name : object.propertyNames()) {
            if (!known.contains(name)) {
                var shown = name.length() > 100 ? name.substring(0, 100) : name;
                throw ApiError.badRequest(
                        shown, "unknown_parameter", "Unrecognized request argument supplied: %s".formatted(shown));
            }
        }
    }

    static ApiError wrongType(String name, String wanted) {
        return ApiError.badRequest(name, "invalid_type", "'%s' must be %s.".formatted(name, wanted));
    }
}
