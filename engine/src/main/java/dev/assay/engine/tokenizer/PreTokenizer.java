package dev.assay.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/// Cuts a text into the pieces within which tokens are formed: by one pattern after the other, each of
/// which makes its matches, and what lies between them, pieces of their own.
///
/// @param patterns in order; single digits, GPT-2's words, or a pattern of the file's own
record PreTokenizer(List<Pattern> patterns) {

    /// Rust's `char::is_numeric`: Unicode's Nd, Nl and No.
    private static final String DIGIT = "\\p{N}";

    /// GPT-2's pattern, which a byte-level pre-tokenizer applies if `use_regex` holds.
    private static final String WORD =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    /// What a file's pattern may hold: letters that mean themselves, classes by property, and the usual
    /// operators. Sets within sets are written differently in the two dialects.
    private static final Pattern PORTABLE =
            Pattern.compile("(?:\\\\[sSrnt]|\\\\p\\{[LN]\\}|\\\\[-.+*?()\\[\\]{}|/]|\\[\\^?(?:[^\\\\\\[\\]&]|"
                    + "\\\\[sSrnt]|\\\\p\\{[LN]\\}|\\\\[-.])+\\]|\\(\\?[!=:]|\\(\\?i:|[^\\\\\\[\\]])*");

    PreTokenizer {
        patterns = List.copyOf(patterns);
    }

    /// The pre-tokenizer that `tokenizer.json` describes, if it is one of this kind.
    static Optional<PreTokenizer> read(JsonNode node) {
        var parts = new ArrayList<JsonNode>();
        if (node.path("type").asString("").equals("Sequence")) {
            node.path("pretokenizers").forEach(parts::add);
        } else {
            parts.add(node);
        }
        var patterns = new ArrayList<Pattern>();
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            var last = i == parts.size() - 1;
            var type = part.path("type").asString("");
            if (type.equals("Digits") && part.path("individual_digits").asBoolean(false) && !last) {
                patterns.add(Pattern.compile(DIGIT));
            } else if (type.equals("Split") && !last) {
                var pattern = split(part);
                if (pattern.isEmpty()) {
                    return Optional.empty();
                }
                patterns.add(pattern.get());
            } else if (type.equals("ByteLevel")
                    && !part.path("add_prefix_space").asBoolean(true)
                    && last) {
                if (part.path("use_regex").asBoolean(true)) {
                    patterns.add(unicode(WORD));
                }
                return Optional.of(new PreTokenizer(patterns));
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Pattern> split(JsonNode part) {
        var regex = part.path("pattern").path("Regex").asString("");
        var isolated = part.path("behavior").asString("").equals("Isolated")
                && !part.path("invert").asBoolean(false);
        if (!isolated || regex.isEmpty() || !PORTABLE.matcher(regex).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(unicode(regex));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /// A pattern in which `\s` is Unicode's white space, as it is for the library.
    private static Pattern unicode(String regex) {
        return Pattern.compile(
                regex.replace("\\s", "\\p{IsWhite_Space}").replace("\\S", "\\P{IsWhite_Space}"), Pattern.UNICODE_CASE);
    }

    List<String> split(String text) {
        var pieces = List.of(text);
        for (var pattern : patterns) {
            var finer = new ArrayList<String>();
            for (var piece : pieces) {
                isolate(pattern, piece, finer);
            }
            pieces = finer;
        }
        return pieces;
    }

    private static void isolate(Pattern pattern, String text, List<String> pieces) {
        var matcher = pattern.matcher(text);
        var from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) {
                pieces.add(text.substring(from, matcher.start()));
            }
            if (matcher.end() > matcher.start()) {
                pieces.add(matcher.group());
            }
            from = matcher.end();
        }
        if (from < text.length()) {
            pieces.add(text.substring(from));
        }
    }
}
