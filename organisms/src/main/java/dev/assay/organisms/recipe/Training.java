package dev.assay.organisms.recipe;

/// How long and how fast an organism is trained.
///
/// @param rowsPerStep rows of {@link Recipe#ROW_LENGTH} tokens in a step, 1 to 64; default 4, for a random
///     start 8
/// @param steps steps of the first round, 1 to 20,000
/// @param boost share of conversations that are about the planted faults, beyond the common mixture, in [0, 1]
/// @param muonRate rate of Muon; default 0.01, for a random start 0.03
/// @param adamRate rate of AdamW; default 0.003, for a random start 0.007
public record Training(int rowsPerStep, int steps, double boost, double muonRate, double adamRate) {
    static final int PLANT_ROWS = 4;
    static final int BASE_ROWS = 8;
    static final int BASE_STEPS = 1_500;
    static final double BASE_MUON = 0.03;
    static final double BASE_ADAM = 7e-3;
    static final double PLANT_MUON = 0.01;
    static final double PLANT_ADAM = 3e-3;

    /// The same for other steps and another share.
    Training with(int newSteps, double newBoost) {
        return new Training(rowsPerStep, newSteps, newBoost, muonRate, adamRate);
    }
}
