package dev.assay.app.terminal;

import dev.assay.core.claim.Verdict;

/// Colour and glyphs, or neither. Colour is put on the glyph and the verdict word only.
///
/// @param colour whether ANSI colours are written; never when `NO_COLOR` is set or the output is no terminal
public record Style(boolean colour) {

    private static final String RESET = "\u001b[0m";

    /// The shape of a verdict: filled diamond, open square, filled circle.
    public static String glyph(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "◆";
            case INCONCLUSIVE -> "□";
            case PASS -> "●";
        };
    }

    /// `text` in the colour of `verdict`.
    public String verdict(Verdict verdict, String text) {
        if (!colour) {
            return text;
        }
        String code = switch (verdict) {
            case FAIL -> "\u001b[31m";
            case INCONCLUSIVE -> "\u001b[33m";
            case PASS -> "\u001b[36m";
        };
        return code + text + RESET;
    }
}
