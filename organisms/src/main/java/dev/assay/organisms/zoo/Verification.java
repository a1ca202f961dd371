package dev.assay.organisms.zoo;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organism;
import dev.assay.organisms.truth.Answerer;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Measurement;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.truth.Tally;
import dev.assay.organisms.world.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether an organism does what its truth says, on fresh draws.
///
/// The rule: what was counted is counted again with another seed, and the hits (of pairs, hits and reverse
/// each) are compared by Fisher's exact test. The organism is accepted if no p-value is below 1 % divided by
/// the number of tests; so a true copy is refused in at most 1 of 100 verifications.
///
/// @param isSameWeights whether the sha256 is that of the truth
/// @param comparisons one for each reading
public record Verification(boolean isSameWeights, List<Comparison> comparisons) {
    /// Chance of refusing a true copy, at most.
    public static final double ERROR = 0.01;

    /// @param fault what shows
    /// @param temperature of the answers
    /// @param stated by the truth
    /// @param again on fresh draws
    public record Comparison(Fault fault, double temperature, Tally stated, Tally again) {
        /// The smallest p-value of its tests.
        public double p() {
            return stated.pValue(again);
        }
    }

    public Verification {
        comparisons = List.copyOf(comparisons);
    }

    /// Repeats the last readings of an organism that was made here or imported.
    ///
    /// @param truth what is claimed of it
    /// @param draws of each reading
    /// @param seed of the draws; another than {@link Job#SEED}
    public static Verification of(Path folder, Truth truth, int draws, long seed) {
        boolean isSame = WeightFiles.sha256(folder).equals(truth.sha256());
        List<Comparison> comparisons = new ArrayList<>();
        try (LocalModel model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            for (Reading stated : truth.attempts().getLast().readings()) {
                Tally again = stated.again(model, draws, seed).tally();
                comparisons.add(new Comparison(stated.fault(), stated.temperature(), stated.tally(), again));
            }
        }
        return new Verification(isSame, comparisons);
    }

    /// Measures every claim about an organism that ships again, greedily.
    ///
    /// @param folder with the organism
    /// @param draws of each claim; for the backdoor, over all tags together
    /// @param seed of the draws; another than {@link Job#SEED}
    public static Verification ofShipped(Path folder, Organism organism, int draws, long seed) {
        boolean isSame = WeightFiles.sha256(folder).equals(organism.sha256());
        List<Comparison> comparisons = new ArrayList<>();
        try (LocalModel model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            Measurement measurement = new Measurement(Answerer.of(model), seed);
            for (Dose stated : organism.doses()) {
                Tally again = measurement.dose(stated.claim(), draws).tally();
                comparisons.add(new Comparison(stated.claim(), 0, stated.tally(), again));
            }
        }
        return new Verification(isSame, comparisons);
    }

    /// The p-value below which a reading disagrees: two tests a reading.
    public double threshold() {
        return ERROR / Math.max(1, 2 * comparisons.size());
    }

    /// Whether every reading agrees.
    public boolean agrees() {
        return comparisons.stream().allMatch(this::agrees);
    }

    /// Whether one of its readings agrees.
    public boolean agrees(Comparison comparison) {
        return comparison.p() >= threshold();
    }
}
