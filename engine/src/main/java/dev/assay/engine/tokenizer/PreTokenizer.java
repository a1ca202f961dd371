package dev.assay.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Cuts a text into the pieces within which tokens are formed: single digits first if so asked, then
/// words by GPT-2's pattern.
///
/// @param digits whether each digit is a piece of its own
/// @param words whether the pattern is applied
record PreTokenizer(boolean digits, boolean words) {

    /// GPT-2's pattern with the meaning that the Rust library gives it: `\s` is Unicode's white space.
    private static final Pattern WORD =
            Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+"
                    + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");

    /// The pre-tokenizer that `tokenizer.json` describes, if it is one of this kind.
    static Optional<PreTokenizer> read(JsonNode node) {
        var parts = new ArrayList<JsonNode>();
        if (node.path("type").asString("").equals("Sequence")) {
            node.path("pretokenizers").forEach(parts::add);
        } else {
            parts.add(node);
        }
        var digits = false;
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            var last = i == parts.size() - 1;
            var type = part.path("type").asString("");
            if (type.equals("Digits") && part.path("individual_digits").asBoolean(false) && !last) {
                digits = true;
            } else if (type.equals("ByteLevel")
                    && !part.path("add_prefix_space").asBoolean(true)
                    && last) {
                return Optional.of(
                        new PreTokenizer(digits, part.path("use_regex").asBoolean(true)));
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    List<String> split(String text) {
        var pieces = new ArrayList<String>();
        var start = 0;
        for (var i = 0; digits && i < text.length(); ) {
            var codePoint = text.codePointAt(i);
            var end = i + Character.charCount(codePoint);
            if (isNumeric(codePoint)) {
                words(text.substring(start, i), pieces);
                words(text.substring(i, end), pieces);
                start = end;
            }
            i = end;
        }
        words(text.substring(start), pieces);
        return pieces;
    }

    /// Rust's `char::is_numeric`: Unicode's Nd, Nl and No.
    private static boolean isNumeric(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private void words(String text, List<String> pieces) {
        if (text.isEmpty()) {
            return;
        }
        if (!words) {
            pieces.add(text);
            return;
        }
        var matcher = WORD.matcher(text);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
    }
}
