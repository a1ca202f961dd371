package dev.assay.calibrate;

import dev.assay.core.claim.Interval;
import java.util.List;
import java.util.Objects;

/// The chance of a finding by dose: logit P = a + b ln(dose), fitted by Firth's penalised likelihood, log L +
/// log det(I) / 2, which stays finite where few organisms are separated by the dose. Source: Firth (1993),
/// Biometrika 80, 27-38; Heinze and Schemper (2002), Statistics in Medicine 21, 2409-2419, also for the
/// intervals, which are those of the profile penalised likelihood at 95 %.
public final class FirthFit {
    /// A model with a planted dose, and whether the audit found it.
    ///
    /// @param dose above 0
    public record Point(double dose, boolean isFound) {
        public Point {
            if (!(dose > 0)) {
                throw new IllegalArgumentException("A dose must be above 0, but is " + dose);
            }
        }
    }

    /// The 95 % point of chi squared with one degree of freedom.
    private static final double CHI_SQUARED = 3.841458820694124;

    private static final int STEPS = 60;
    private static final double LARGEST = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final double[] x;
    private final boolean[] isFound;
    private final double intercept;
    private final double slope;
    private final double best;

    /// @throws IllegalArgumentException with fewer than two different doses
    public FirthFit(List<Point> points) {
        Objects.requireNonNull(points, "points");
        x = points.stream().mapToDouble(point -> Math.log(point.dose())).toArray();
        isFound = new boolean[x.length];
        for (int i = 0; i < x.length; i++) {
            isFound[i] = points.get(i).isFound();
        }
        if (points.stream().mapToDouble(Point::dose).distinct().count() < 2) {
            throw new IllegalArgumentException("A curve needs at least two different doses.");
        }
        double at = mean(x);
        double[] found = maximise(at);
        slope = found[1];
        intercept = found[0] - slope * at;
        best = penalised(intercept, slope);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /// Over the logit at `at` the slope is maximised away; what is left has one top.
    private double[] maximise(double at) {
        double height = top(-LARGEST, LARGEST, logit -> profile(at, logit)[0]);
        return new double[] {height, profile(at, height)[1]};
    }

    private interface Curve {
        double at(double value);
    }

    /// The place of the greatest value: a grid, then golden sections.
    private static double top(double low, double high, Curve curve) {
        int grid = 80;
        double place = low;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= grid; i++) {
            double value = low + (high - low) * i / grid;
            double height = curve.at(value);
            if (height > most) {
                most = height;
                place = value;
            }
        }
        double from = Math.max(low, place - (high - low) / grid);
        double to = Math.min(high, place + (high - low) / grid);
        for (int i = 0; i < STEPS; i++) {
            double left = to - GOLDEN * (to - from);
            double right = from + GOLDEN * (to - from);
            if (curve.at(left) >= curve.at(right)) {
                to = right;
            } else {
                from = left;
            }
        }
        return (from + to) / 2;
    }

    /// The best penalised likelihood of a curve that goes through `logit` at ln(dose) = `at`, and its slope.
    private double[] profile(double at, double logit) {
        double own = top(-LARGEST, LARGEST, rise -> penalised(logit - rise * at, rise));
        return new double[] {penalised(logit - own * at, own), own};
    }

    private double penalised(double a, double b) {
        double sum = 0;
        double w0 = 0;
        double w1 = 0;
        double w2 = 0;
        for (int i = 0; i < x.length; i++) {
            double logit = a + b * x[i];
            sum -= isFound[i] ? softplus(-logit) : softplus(logit);
            double weight = Math.exp(-softplus(logit) - softplus(-logit));
            w0 += weight;
            w1 += weight * x[i];
            w2 += weight * x[i] * x[i];
        }
        double information = w0 * w2 - w1 * w1;
        return information <= 0 ? Double.NEGATIVE_INFINITY : sum + Math.log(information) / 2;
    }

    /// ln(1 + e^value), without overflow.
    private static double softplus(double value) {
        return value > 30 ? value : Math.log1p(Math.exp(value));
    }

    /// a of logit P = a + b ln(dose).
    public double intercept() {
        return intercept;
    }

    /// b of logit P = a + b ln(dose).
    public double slope() {
        return slope;
    }

    /// The chance of a finding at a dose.
    public double power(double dose) {
        return 1 / (1 + Math.exp(-(intercept + slope * Math.log(dose))));
    }

    /// The 95 % interval of {@link #power}.
    public Interval powerLimits(double dose) {
        double at = Math.log(dose);
        double centre = intercept + slope * at;
        return new Interval(
                share(edge(centre, -LARGEST, logit -> profile(at, logit)[0])),
                share(edge(centre, LARGEST, logit -> profile(at, logit)[0])));
    }

    private static double share(double logit) {
        return logit <= -LARGEST ? 0 : logit >= LARGEST ? 1 : 1 / (1 + Math.exp(-logit));
    }

    /// The dose at which findings have that chance; infinite where power does not rise with the dose.
    public double dose(double power) {
        return slope <= 0 ? Double.POSITIVE_INFINITY : Math.exp((logit(power) - intercept) / slope);
    }

    /// The 95 % interval of {@link #dose}: 0 or infinite where the points leave it open on that side.
    public Interval doseLimits(double power) {
        double wanted = logit(power);
        double centre = slope <= 0 ? Double.NaN : (wanted - intercept) / slope;
        if (Double.isNaN(centre) || Math.abs(centre) > LARGEST) {
            return new Interval(0, Double.POSITIVE_INFINITY);
        }
        double low = edge(centre, centre - LARGEST, at -> profile(at, wanted)[0]);
        double high = edge(centre, centre + LARGEST, at -> profile(at, wanted)[0]);
        return new Interval(
                low <= centre - LARGEST ? 0 : Math.exp(low),
                high >= centre + LARGEST ? Double.POSITIVE_INFINITY : Math.exp(high));
    }

    private static double logit(double share) {
        return Math.log(share / (1 - share));
    }

    /// Where the curve, walked from its top to `end`, falls below what 95 % allow; `end` if it never does.
    private double edge(double from, double end, Curve curve) {
        double floor = best - CHI_SQUARED / 2;
        int grid = 160;
        double inside = from;
        for (int i = 1; i <= grid; i++) {
            // Closer together near the top.
            double share = (double) i / grid;
            double value = from + (end - from) * share * share;
            if (curve.at(value) < floor) {
                double outside = value;
                for (int step = 0; step < 50; step++) {
                    double middle = (inside + outside) / 2;
                    if (curve.at(middle) < floor) {
                        outside = middle;
                    } else {
                        inside = middle;
                    }
                }
                return inside;
            }
            inside = value;
        }
        return end;
    }
}
