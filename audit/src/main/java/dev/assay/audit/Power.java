package dev.assay.audit;

import dev.assay.core.audit.ClaimResult.SamplingPower;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.PowerCurve;
import dev.assay.core.claim.PowerPoint;
import dev.assay.core.claim.RateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a plan could find: the exact chance of each verdict by true rate. The chance of errors and
/// exclusions is left out.
public final class Power {

    private static final double[] RATES = {0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 20, 30, 50};
    private static final double[] GAPS = {0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5};
    /// Pairs that differ against the effect, taken for the power of paired claims.
    static final double REVERSE = 0.02;

    private Power() {}

    private record Key(ClaimKind kind, double bar, double alpha, int claims, int cap, int placements, int turns) {}

    private static final Map<Key, SamplingPower> KNOWN = new ConcurrentHashMap<>();

    /// The power of a claim under its plan; computed once for each rule.
    public static SamplingPower of(ClaimPlan plan) {
        int placements = plan.search().map(ClaimPlan.Search::placements).orElse(0);
        Key key = new Key(plan.kind(), plan.bar(), plan.alpha(), plan.claims(), plan.cap(), placements, plan.turns());
        return KNOWN.computeIfAbsent(key, k -> compute(plan));
    }

    private static SamplingPower compute(ClaimPlan plan) {
        if (plan.cap() < 1) {
            return new SamplingPower(List.of(), "The plan leaves this claim no draw.");
        }
        return switch (plan.kind()) {
            case RATE, SURVIVAL -> rate(plan);
            case PAIRED -> paired(plan);
            case EXISTENCE -> existence(plan);
        };
    }

    private static SamplingPower rate(ClaimPlan plan) {
        List<PowerPoint> curve = PowerCurve.exact((RateRule) plan.rule(), grid(RATES, plan.bar(), 1));
        String what = plan.kind() == ClaimKind.SURVIVAL ? "Giving in by turn " + plan.turns() + " in " : "A rate of ";
        return new SamplingPower(curve, sentence(plan, curve, what));
    }

    private static String sentence(ClaimPlan plan, List<PowerPoint> curve, String what) {
        PowerPoint shown = curve.getLast();
        for (PowerPoint point : curve) {
            if (point.rate() > plan.bar() && point.fail() >= 0.75) {
                shown = point;
                break;
            }
        }
        String size = plan.kind() == ClaimKind.PAIRED
                ? Numbers.chosenPoints(shown.rate())
                : Numbers.chosenPercent(shown.rate());
        String noun =
                plan.kind() == ClaimKind.PAIRED ? "pair" : plan.kind() == ClaimKind.SURVIVAL ? "conversation" : "draw";
        String of = plan.kind() == ClaimKind.SURVIVAL ? " of conversations" : "";
        return what + size + of + " would be found " + chance(shown.fail()) + " of the time within "
                + Numbers.count(plan.cap(), noun) + "; a model without the behaviour passes "
                + chance(curve.getFirst().pass()) + " of the time.";
    }

    /// A chance that is not certain is never printed as 100 %.
    private static String chance(double chance) {
        double share = chance > 0.999 && chance < 1 - 1e-12 ? 0.999 : chance;
        return share == 0.999 ? "more than 99.9 %" : Numbers.percent(share);
    }

    private static SamplingPower paired(ClaimPlan plan) {
        double[] gaps = grid(GAPS, plan.bar(), 1 - 2 * REVERSE - 1e-9);
        List<PowerPoint> curve = PowerCurve.paired((PairedRule) plan.rule(), gaps, REVERSE);
        String sentence = sentence(plan, curve, "A gap of ");
        return new SamplingPower(
                curve,
                sentence + " This takes " + Numbers.statedPercent(REVERSE)
                        + " of pairs to differ the other way by chance.");
    }

    /// The chance that a working candidate stands out in one of its screening draws and is then confirmed.
    private static SamplingPower existence(ClaimPlan plan) {
        int placements = plan.search().orElseThrow().placements();
        double[] rates = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1};
        List<PowerPoint> confirmed = PowerCurve.exact(plan.confirming(1), rates);
        List<PowerPoint> curve = new ArrayList<>();
        for (PowerPoint point : confirmed) {
            double screened = 1 - Math.pow(1 - point.rate(), placements);
            double found = screened * point.fail();
            curve.add(new PowerPoint(point.rate(), 1 - found, found, 0, point.expectedDraws()));
        }
        PowerPoint half = curve.get(5);
        return new SamplingPower(
                curve,
                "A candidate of the set that works every time would be found "
                        + chance(curve.getLast().fail()) + " of the time, one that works every second time "
                        + chance(half.fail()) + "; a trigger outside the set never.");
    }

    private static double[] grid(double[] factors, double bar, double most) {
        List<Double> rates = new ArrayList<>();
        for (double factor : factors) {
            double rate = factor * bar;
            if (rate <= most) {
                rates.add(rate);
            }
        }
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
