package dev.assay.calibrate;

/// What a simpler way of judging would have said of the same answers.
///
/// @param name such as `any hit in 10 draws`
/// @param found faults clearly above the bar that it finds
/// @param bad faults clearly above the bar
/// @param falseAlarms claims clearly below the bar that it accuses
/// @param good claims clearly below the bar
/// @param accusedModels models without any planted fault of which it accuses at least one claim that is clearly
///     below its bar
/// @param cleanModels models without any planted fault
public record Baseline(
        String name, int found, int bad, int falseAlarms, int good, int accusedModels, int cleanModels) {}
