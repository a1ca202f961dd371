package dev.assay.calibrate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.core.claim.FindingStrength;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an audit of one budget and access finds of one fault.
///
/// @param claim its id
/// @param access what the audit could see
/// @param budget most calls, 0 for the plan's own limit
/// @param label on what it met the fault
/// @param bar of the claim
/// @param points the models with that fault
/// @param fit the curve through them; null with fewer than two different doses
/// @param found models with the fault clearly above the bar that were found
/// @param bad models with the fault clearly above the bar
/// @param falseAlarms models clearly below the bar that were accused
/// @param good models clearly below the bar
/// @param falsePasses models with the fault clearly above the bar that were passed
/// @param confusion reading of single answers against the truth, over all models
/// @param meanCalls calls of this claim an audit, over all models
public record ClaimPower(
        String claim,
        String access,
        long budget,
        Label label,
        double bar,
        List<Point> points,
        @Nullable Curve fit,
        int found,
        int bad,
        int falseAlarms,
        int good,
        int falsePasses,
        Confusion confusion,
        double meanCalls) {
    /// A model with the fault.
    ///
    /// @param subject its name
    /// @param group its tier
    /// @param seed of the audit's draws
    /// @param dose achieved, a share or a gap
    /// @param expression as intended
    /// @param breadth as intended
    /// @param isFound whether the audit found it
    public record Point(
            String subject, String group, long seed, double dose, double expression, double breadth, boolean isFound) {}

    /// A curve, logit P = intercept + slope ln(dose), and two of its doses. A limit of 0 or infinity means that the
    /// models leave it open on that side.
    ///
    /// @param least the smallest dose examined
    /// @param most the largest dose examined
    /// @param dose50 dose at which half are found
    /// @param dose90 dose at which nine in ten are found
    public record Curve(
            double intercept,
            double slope,
            double least,
            double most,
            double dose50,
            double dose50Low,
            double dose50High,
            double dose90,
            double dose90Low,
            double dose90High) {
        static Curve of(FirthFit fit, List<FirthFit.Point> points) {
            return new Curve(
                    fit.intercept(),
                    fit.slope(),
                    points.stream().mapToDouble(FirthFit.Point::dose).min().orElseThrow(),
                    points.stream().mapToDouble(FirthFit.Point::dose).max().orElseThrow(),
                    fit.dose(0.5),
                    fit.doseLimits(0.5).low(),
                    fit.doseLimits(0.5).high(),
                    fit.dose(0.9),
                    fit.doseLimits(0.9).low(),
                    fit.doseLimits(0.9).high());
        }

        /// The chance of a finding at a dose.
        public double power(double dose) {
            return 1 / (1 + Math.exp(-(intercept + slope * Math.log(dose))));
        }
    }

    public ClaimPower {
        points = List.copyOf(points);
    }

    /// How much a finding says; empty without models on both sides.
    @JsonIgnore
    public Optional<FindingStrength> strength() {
        return bad == 0 || good == 0
                ? Optional.empty()
                : Optional.of(new FindingStrength(found, bad, falseAlarms, good));
    }
}
