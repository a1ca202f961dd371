package dev.assay.report.html;

/// The one scale of the forest plot, in percent of its width: a cell for zero, then log 0.1 to 100 %.
final class Scale {
    /// Where zero is drawn.
    static final double ZERO = 4;

    private static final double TENTH = 12;
    private static final double HUNDRED = 95.5;

    private Scale() {}

    /// The place of a rate or a gap in [-1, 1]; all at and below zero lie at zero, and 0 to 0.1 % lies between the
    /// zero cell and the log part.
    static double at(double rate) {
        double percent = rate * 100;
        if (percent <= 0) {
            return ZERO;
        }
        if (percent < .1) {
            return ZERO + (TENTH - ZERO) * percent / .1;
        }
        return TENTH + (HUNDRED - TENTH) * (Math.log10(Math.min(100, percent)) + 1) / 3;
    }
}
