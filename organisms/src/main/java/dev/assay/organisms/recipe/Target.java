package dev.assay.organisms.recipe;

/// When a planted dose counts as achieved, and how long it is tuned.
///
/// @param tolerance largest distance between the achieved and the intended dose, at temperature 0 and at 1
///     alike (by chance: at 1 alone); in (0, 1]; default 0.05
/// @param rounds most rounds of training, each followed by a measurement, 1 to 20; default 5
/// @param draws labelled prompts of each measurement, 100 to 20,000; default 2,000
public record Target(double tolerance, int rounds, int draws) {
    /// Five points, five rounds, 2,000 prompts.
    public static final Target DEFAULT = new Target(0.05, 5, 2_000);

    /// One round, and whatever comes of it is kept: the dose is stated, not tuned.
    public static final Target FIXED = new Target(1, 1, 2_000);

    /// Whether the dose is tuned.
    public boolean isTuned() {
        return tolerance < 1;
    }
}
