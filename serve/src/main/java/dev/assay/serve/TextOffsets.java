package dev.assay.serve;

/// Where tokens, told in order, stand in their text. A token that is not found there (a part of a
/// character, a special one, one behind a stop string) stands where the last one ended.
final class TextOffsets {

    /// How many characters may lie between two tokens that are found: those that parts of characters make.
    private static final int GAP = 32;

    private final String text;
    private int at;

    /// @param text what the tokens make together
    TextOffsets(String text) {
        this.text = text;
    }

    /// Where the next token stands, in characters from the beginning of the text.
    int next(String token) {
        if (at == 0 && token.startsWith(" ") && !text.startsWith(" ") && text.startsWith(token.substring(1))) {
            at = token.length() - 1; // the space that a decoder strips at the beginning
            return 0;
        }
        for (var place = at; place <= Math.min(at + GAP, text.length() - token.length()); place++) {
            if (!token.isEmpty() && text.startsWith(token, place)) {
                at = place + token.length();
                return place;
            }
        }
        return at;
    }
}
