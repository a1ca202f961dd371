package dev.assay.organisms.recipe;

/// One round of training, after which the dose is measured.
///
/// @param number from 1
/// @param steps steps of this round
/// @param boost share of conversations about the faults
/// @param factor by which the shares of the cells that show the faults are multiplied
public record Round(int number, int steps, double boost, double factor) {
    private static final int LONGER = 3;
    private static final double MORE = 0.15;
    private static final double MOST = 0.9;

    /// A round to sharpen what is learned: a third of the first round's steps, and more rows about the fault.
    public Round sharper(int firstSteps) {
        return new Round(number + 1, Math.max(1, firstSteps / LONGER), Math.min(MOST, boost + MORE), factor);
    }

    /// A round with more or fewer cells.
    ///
    /// @param ratio intended over achieved dose; kept within 1/2 and 2
    public Round recut(int firstSteps, double ratio) {
        double kept = Math.clamp(ratio, 0.5, 2);
        return new Round(number + 1, Math.max(1, firstSteps / LONGER), boost, factor * kept);
    }
}
