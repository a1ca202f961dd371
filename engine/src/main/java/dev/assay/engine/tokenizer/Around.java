package dev.assay.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The special tokens that a post-processor puts around a text that stands alone.
///
/// @param before in order
/// @param after in order
record Around(List<Integer> before, List<Integer> after) {

    private static final Around NOTHING = new Around(List.of(), List.of());

    Around {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// What `post_processor` says, or empty if it is of another kind than a template, byte-level (which
    /// adds nothing), or a sequence of these.
    static Optional<Around> read(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case "", "ByteLevel" -> Optional.of(NOTHING);
            case "TemplateProcessing" -> template(node);
            case "Sequence" -> sequence(node);
            default -> Optional.empty();
        };
    }

    private static Optional<Around> sequence(JsonNode node) {
        var all = NOTHING;
        for (var part : node.path("processors")) {
            var inner = read(part);
            if (inner.isEmpty()) {
                return Optional.empty();
            }
            var before = new ArrayList<>(inner.get().before());
            before.addAll(all.before());
            var after = new ArrayList<>(all.after());
            after.addAll(inner.get().after());
            all = new Around(before, after);
        }
        return Optional.of(all);
    }

    private static Optional<Around> template(JsonNode node) {
        var before = new ArrayList<Integer>();
        var after = new ArrayList<Integer>();
        var texts = 0;
        for (var part : node.path("single")) {
            if (part.has("Sequence")) {
                texts++;
                continue;
            }
            var name = part.path("SpecialToken").path("id").asString("");
            var ids = node.path("special_tokens").path(name).path("ids");
            if (ids.isEmpty()) {
                return Optional.empty();
            }
            for (var id : ids) {
                (texts == 0 ? before : after).add(id.asInt());
            }
        }
        return texts == 1 ? Optional.of(new Around(before, after)) : Optional.empty();
    }
}
