package dev.assay.serve;

/// Where tokens, told in order, stand in their text. A token that is not found there (a special one, one behind a stop
/// string) stands where the last one ended. A token that is a part of a character stands at that character; where
/// several characters in a row are split, all their parts stand at the first of them, for a part does not tell how
/// many bytes it has.
final class TextOffsets {

    /// How many characters may lie between two tokens that are found: those that parts of characters make.
    private static final int GAP = 32;

    private static final char PART = '\uFFFD';

    private final String text;
    private int at;
    private boolean split; // whether the character at `at` was begun by a part

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
        var part = token.indexOf(PART);
        if (part < 0) {
            return find(token);
        }
        var place = part == 0 ? at : find(token.substring(0, part));
        split = true;
        var rest = token.substring(token.lastIndexOf(PART) + 1);
        if (!rest.isEmpty()) {
            find(rest);
        }
        return place;
    }

    private int find(String whole) {
        var from = split ? at + 1 : at; // a character that was split is whole before another begins
        for (var place = from; place <= Math.min(at + GAP, text.length() - whole.length()); place++) {
            if (!whole.isEmpty() && text.startsWith(whole, place)) {
                at = place + whole.length();
                split = false;
                return place;
            }
        }
        return at;
    }
}
