package dev.assay.calibrate;

import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// How the power that one part of the models gives holds on another.
///
/// @param fittedOn groups that the curves are from
/// @param heldAgainst groups that they are held against
/// @param cells claims and intended doses with models on both sides
/// @param narrow of them, those whose interval of the power is narrower than 30 points
/// @param holding of those, the ones that hold
/// @param meanPower printed power over the models of the narrow cells
/// @param found models of the narrow cells that were found
/// @param models models of the narrow cells
public record HoldOut(
        String fittedOn,
        String heldAgainst,
        int cells,
        int narrow,
        int holding,
        double meanPower,
        int found,
        int models) {
    private static final double NARROW = 0.3;

    /// Holds the curves of one part against the other, on the audits without a budget.
    ///
    /// @param isFitted whether an examination belongs to the part that the curves are from
    public static HoldOut of(
            String fittedOn, String heldAgainst, List<Examination> examinations, Predicate<Examination> isFitted) {
        Map<String, List<FirthFit.Point>> fitted = new TreeMap<>();
        Map<String, List<Judged>> held = new TreeMap<>();
        for (Examination examination : examinations) {
            for (Judged judged : examination.claims()) {
                if (examination.budget() == 0 && judged.isPlanted() && judged.dose() > 0) {
                    if (isFitted.test(examination)) {
                        fitted.computeIfAbsent(judged.claim(), _ -> new ArrayList<>())
                                .add(new FirthFit.Point(judged.dose(), judged.isFound()));
                    } else {
                        String cell = judged.claim() + " " + judged.expression() * judged.breadth();
                        held.computeIfAbsent(cell, _ -> new ArrayList<>()).add(judged);
                    }
                }
            }
        }
        int[] counts = new int[5];
        double sum = 0;
        for (List<Judged> cell : held.values()) {
            List<FirthFit.Point> points = fitted.getOrDefault(cell.getFirst().claim(), List.of());
            if (points.stream().mapToDouble(FirthFit.Point::dose).distinct().count() < 2) {
                continue;
            }
            counts[0]++;
            double dose = cell.stream().mapToDouble(Judged::dose).average().orElseThrow();
            FirthFit fit = new FirthFit(points);
            Interval power = fit.powerLimits(dose);
            if (power.high() - power.low() >= NARROW) {
                continue;
            }
            int found = (int) cell.stream().filter(Judged::isFound).count();
            Interval seen = Intervals.clopperPearson(found, cell.size(), 0.95);
            counts[1]++;
            counts[2] += power.low() <= seen.high() && seen.low() <= power.high() ? 1 : 0;
            counts[3] += found;
            counts[4] += cell.size();
            sum += fit.power(dose) * cell.size();
        }
        return new HoldOut(
                fittedOn, heldAgainst, counts[0], counts[1], counts[2], sum / counts[4], counts[3], counts[4]);
    }
}
