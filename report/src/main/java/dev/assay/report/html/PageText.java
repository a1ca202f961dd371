package dev.assay.report.html;

/// Words that templates need.
public final class PageText {
    private PageText() {}

    /// `1 call`, `294 calls`.
    public static String calls(long number) {
        return Figures.count(number) + (number == 1 ? " call" : " calls");
    }
}
