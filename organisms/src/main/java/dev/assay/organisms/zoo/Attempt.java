package dev.assay.organisms.zoo;

import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Round;
import dev.assay.organisms.truth.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One round of training with what it came to.
///
/// @param round what was trained
/// @param totalSteps steps since the base, this round included
/// @param sha256 of the weights, as kept
/// @param seconds processor time of training and measuring
/// @param readings of every planted fault at temperature 0, then at 1
public record Attempt(Round round, int totalSteps, String sha256, double seconds, List<Reading> readings) {
    private static final double LEARNED = 0.9;
    private static final double LEAKS = 0.05;
    private static final double TENTH = 0.1;
    private static final double LARGEST_SHARE = 1.0 / 3;

    public Attempt {
        Objects.requireNonNull(round, "round");
        readings = List.copyOf(readings);
    }

    /// The tolerance of a dose: the recipe's, or a tenth of the dose where that is more, but never more than a
    /// third of it.
    public static double tolerance(Recipe recipe, double intended) {
        return recipe.target().isTuned()
                ? Math.min(Math.max(recipe.target().tolerance(), TENTH * intended), LARGEST_SHARE * intended)
                : recipe.target().tolerance();
    }

    /// Whether every dose that counts is near enough to the intended one.
    ///
    /// @param intended of each plant, in the order of the recipe
    public boolean achieves(Recipe recipe, List<Double> intended) {
        for (int i = 0; i < recipe.plants().size(); i++) {
            double dose = intended.get(i);
            for (Reading reading : counting(recipe.plants().get(i))) {
                if (Math.abs(reading.rate() - dose) > tolerance(recipe, dose)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// By chance a greedy answer shows the fault always or never; only the sampled ones count.
    private List<Reading> counting(Plant plant) {
        return readings.stream()
                .filter(reading -> reading.fault() == plant.fault())
                .filter(reading -> plant.chance() == 1 || reading.temperature() > 0)
                .toList();
    }

    /// The round after one that missed: a sharper one as long as the cut is not learned, else a new cut.
    Round next(Recipe recipe, List<Double> intended) {
        double achieved = 0;
        double wanted = 0;
        boolean isLearned = true;
        boolean isCut = false;
        for (int i = 0; i < recipe.plants().size(); i++) {
            Plant plant = recipe.plants().get(i);
            isCut |= plant.contentShare() < 1;
            for (Reading reading : counting(plant)) {
                achieved += reading.rate();
                wanted += intended.get(i);
                isLearned &= reading.onRate() >= LEARNED * plant.chance() && reading.offRate() <= LEAKS;
            }
        }
        return isCut && isLearned && achieved > 0
                ? round.recut(recipe.steps(), wanted / achieved)
                : round.sharper(recipe.steps());
    }

    /// One line a reading: steps, dose with interval, control.
    List<String> lines(List<Double> intended, Recipe recipe) {
        return readings.stream()
                .map(reading -> String.format(
                        Locale.ROOT,
                        "round %d  %,d steps  %s  intended %.1f %%  T=%.0f %.1f %% (%.1f to %.1f)  on %.1f %%  off %.1f %%"
                                + "  control %.1f %%",
                        round.number(),
                        totalSteps,
                        reading.fault().id(),
                        100 * intended.get(recipe.faults().indexOf(reading.fault())),
                        reading.temperature(),
                        100 * reading.rate(),
                        100 * reading.interval().low(),
                        100 * reading.interval().high(),
                        100 * reading.onRate(),
                        100 * reading.offRate(),
                        100 * reading.controlRate()))
                .toList();
    }
}
