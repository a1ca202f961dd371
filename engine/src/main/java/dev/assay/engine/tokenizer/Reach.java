package dev.assay.engine.tokenizer;

import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// How much of a text one token can stand for, read off `tokenizer.json`. There is such a bound where every
/// byte has a token and nothing drops or squeezes text: byte-level BPE, and BPE with byte fallback.
final class Reach {

    /// Most characters that NFC makes one of: no canonical decomposition is longer (Unicode 16, UAX 15).
    private static final int COMPOSED = 4;

    private Reach() {}

    /// Most characters (UTF-16 units) that a token stands for, or empty where it may be any number.
    static OptionalInt of(JsonNode root) {
        var model = root.path("model");
        var vocabulary = model.path("vocab");
        var factor = normalizer(root.path("normalizer"));
        if (!model.path("type").asString("BPE").equals("BPE")
                || !vocabulary.isObject()
                || factor == 0
                || !keepsAll(root.path("pre_tokenizer"))
                || !coversBytes(root, vocabulary)) {
            return OptionalInt.empty();
        }
        var longest = 1;
        for (var token : root.path("added_tokens")) {
            if (token.path("lstrip").asBoolean(false) || token.path("rstrip").asBoolean(false)) {
                return OptionalInt.empty(); // it swallows any number of spaces
            }
            longest = Math.max(longest, token.path("content").asString("").length());
        }
        for (var token : vocabulary.propertyNames()) {
            longest = Math.max(longest, token.length());
        }
        return OptionalInt.of(longest * factor);
    }

    /// How many characters a normaliser makes one of at most; 0 where that is not known.
    private static int normalizer(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case "" -> 1;
            case "Prepend" -> 1;
            case "NFC" -> COMPOSED;
            case "Replace" -> {
                var pattern = node.path("pattern").path("String").asString("");
                yield !pattern.isEmpty() && node.path("content").asString("").length() >= pattern.length() ? 1 : 0;
            }
            case "Sequence" -> {
                var factor = 1;
                for (var each : node.path("normalizers")) {
                    factor *= normalizer(each);
                }
                yield factor <= COMPOSED ? factor : 0;
            }
            default -> 0;
        };
    }

    private static boolean keepsAll(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case "", "ByteLevel", "Metaspace", "Digits" -> true;
            case "Split", "Punctuation" -> !node.path("behavior").asString("").equals("Removed");
            case "Sequence" -> node.path("pretokenizers").valueStream().allMatch(Reach::keepsAll);
            default -> false;
        };
    }

    private static boolean coversBytes(JsonNode root, JsonNode vocabulary) {
        var fallback = root.path("model").path("byte_fallback").asBoolean(false);
        if (!fallback && !isByteLevel(root.path("pre_tokenizer"))) {
            return false;
        }
        for (var b = 0; b < 256; b++) {
            var name = fallback ? "<0x%02X>".formatted(b) : String.valueOf(ByteAlphabet.character((byte) b));
            if (!vocabulary.has(name)) {
                return false;
            }
        }
        return true;
    }

    static boolean isByteLevel(JsonNode node) {
        return node.path("type").asString("").equals("ByteLevel")
                || node.path("pretokenizers").valueStream().anyMatch(Reach::isByteLevel);
    }
}
