package dev.assay.organisms.zoo;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.truth.TwoSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether an organism does what its truth says, on fresh draws.
///
/// The rule: each reading of the last round is repeated with another seed, and its hits (of pairs, hits and
/// reverse each) are compared by Fisher's exact test. The organism is accepted if no p-value is below 1 %
/// divided by the number of tests; so a true copy is refused in at most 1 of 100 verifications.
///
/// @param isSameWeights whether the sha256 is that of the truth
/// @param comparisons one for each reading
public record Verification(boolean isSameWeights, List<Comparison> comparisons) {
    /// Chance of refusing a true copy, at most.
    public static final double ERROR = 0.01;

    /// @param stated the truth's reading
    /// @param again the one on fresh draws
    /// @param p the smallest p-value of its tests
    public record Comparison(Reading stated, Reading again, double p) {}

    public Verification {
        comparisons = List.copyOf(comparisons);
    }

    /// Measures a folder.
    ///
    /// @param truth what is claimed of it
    /// @param draws of each reading
    /// @param seed of the draws; another than {@link Job#SEED}
    public static Verification of(Path folder, Truth truth, int draws, long seed) {
        Weights weights = Weights.read(folder);
        List<Comparison> comparisons = new ArrayList<>();
        try (LocalModel model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            for (Reading stated : truth.attempts().getLast().readings()) {
                Reading again = Reading.of(model, stated.fault(), _ -> true, draws, stated.temperature(), seed);
                double hits = TwoSamples.pValue(stated.hits(), stated.draws(), again.hits(), again.draws());
                double reverse = TwoSamples.pValue(stated.reverse(), stated.draws(), again.reverse(), again.draws());
                comparisons.add(new Comparison(stated, again, Math.min(hits, reverse)));
            }
        }
        return new Verification(weights.sha256().equals(truth.sha256()), comparisons);
    }

    /// The p-value below which a reading disagrees: two tests a reading.
    public double threshold() {
        return ERROR / Math.max(1, 2 * comparisons.size());
    }

    /// Whether every reading agrees.
    public boolean agrees() {
        return comparisons.stream().allMatch(comparison -> comparison.p() >= threshold());
    }
}
