package dev.assay.report.html;

import dev.assay.core.audit.ClaimResult;
import dev.assay.core.audit.ClaimResult.EvidencePoint;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.PowerPoint;
import dev.assay.core.claim.SurvivalCurve.Step;
import dev.assay.core.claim.Verdict;
import dev.assay.report.html.PageView.FigureView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The figures of a report, each with its text equivalent: power, evidence by draw, survival over turns.
final class Charts {
    private static final double LOG_TEN = Math.log(10);
    private static final double LOWEST = -6;
    private static final int TABLE_ROWS = 12;

    private Charts() {}

    /// The chance of each verdict against the true rate, on a log axis around the bar.
    static FigureView power(ClaimResult claim) {
        boolean paired = claim.kind() == ClaimKind.PAIRED;
        List<PowerPoint> curve = claim.power().curve().stream()
                .filter(point -> paired || point.rate() > 0)
                .toList();
        double from = curve.getFirst().rate();
        double to = curve.getLast().rate();
        String bar = Claims.bar(claim);
        SvgChart chart = new SvgChart(
                paired ? SvgChart.linear(from, to) : SvgChart.log(from, to),
                SvgChart.linear(0, 1),
                "Chance of each verdict by true rate, for a " + bar + ". "
                        + Visible.prose(claim.power().sentence()));
        for (int level = 0; level <= 100; level += 25) {
            chart.level(level / 100.0, level == 0 ? "0" : level + Figures.THIN + "%");
        }
        chart.floor();
        for (double tick : paired ? gapTicks(from, to) : rateTicks(from, to)) {
            chart.tick(tick, Figures.plain(tick * 100));
        }
        chart.unit(paired ? "true gap, points" : "true rate, % (log)");
        chart.line("barline", new double[] {claim.bar(), claim.bar()}, new double[] {0, 1});
        double[] rates = curve.stream().mapToDouble(PowerPoint::rate).toArray();
        chart.line("inconclusive dashed", rates, values(curve, PowerPoint::inconclusive));
        chart.line("pass", rates, values(curve, PowerPoint::pass));
        chart.line("fail", rates, values(curve, PowerPoint::fail));
        label(chart, curve, Verdict.INCONCLUSIVE, PowerPoint::inconclusive, "mid", 0, 12);
        label(chart, curve, Verdict.PASS, PowerPoint::pass, "start", 12, 8);
        label(chart, curve, Verdict.FAIL, PowerPoint::fail, "start", 12, -20);
        chart.label("start ink", claim.bar(), .45, 7, 0, bar);
        List<List<String>> table = thinned(curve).stream()
                .map(point -> List.of(
                        paired ? Figures.points(point.rate()) : Figures.stated(point.rate()),
                        Figures.chance(point.fail()),
                        Figures.chance(point.inconclusive()),
                        Figures.chance(point.pass()),
                        Figures.count(Math.round(point.expectedDraws()))))
                .toList();
        return new FigureView(
                "What the test of ",
                Optional.of(Visible.line(claim.id())),
                " would report",
                Claims.capital(bar) + ", at most " + Claims.draws(claim, claim.cap()) + ". "
                        + Visible.prose(claim.power().sentence()),
                "chance of this verdict",
                chart.finish(),
                List.of(paired ? "True gap" : "True rate", "fail", "inconclusive", "pass", "Mean draws"),
                table);
    }

    private static void label(
            SvgChart chart,
            List<PowerPoint> curve,
            Verdict verdict,
            ToDoubleFunction<PowerPoint> chance,
            String side,
            int right,
            int up) {
        PowerPoint best = curve.getFirst();
        for (PowerPoint point : curve) {
            double wanted = verdict == Verdict.PASS ? .66 : verdict == Verdict.FAIL ? .995 : 1;
            if (Math.abs(chance.applyAsDouble(point) - wanted) < Math.abs(chance.applyAsDouble(best) - wanted) - 1e-9) {
                best = point;
            }
        }
        double value = chance.applyAsDouble(best);
        if (value > .2) {
            chart.mark(verdict, best.rate(), value);
            chart.label(side + " " + verdict.word(), best.rate(), value, right, up, verdict.word());
        }
    }

    /// The e-value after each draw, on a log axis, with the evidence that was needed and the draw that moved it most.
    static FigureView evidence(ClaimResult claim) {
        List<EvidencePoint> points = claim.evidence();
        double threshold = Math.log10(claim.rule().claims() / claim.rule().alpha());
        boolean both = claim.verdict() == Verdict.INCONCLUSIVE;
        double[] pass = levels(points, EvidencePoint::logPass);
        double[] fail = levels(points, EvidencePoint::logFail);
        double[] shown = claim.verdict() == Verdict.FAIL ? fail : pass;
        double low = -1;
        double high = threshold + .25;
        for (int i = 0; i < shown.length; i++) {
            low = Math.min(low, both ? Math.min(pass[i], fail[i]) : shown[i]);
            high = Math.max(high, shown[i] + .25);
        }
        low = Math.max(LOWEST, low - .15);
        double lowest = low;
        int draws = points.getLast().draw();
        SvgChart chart = new SvgChart(
                SvgChart.linear(0, draws),
                value -> (Math.max(value, lowest) - lowest) / (high(threshold, shown) - lowest),
                "Evidence by draw for " + Visible.line(claim.id()) + ". " + Visible.prose(claim.reason()));
        int stride = (int) Math.max(1, Math.ceil((high - low) / 6));
        for (int level = (int) Math.ceil(low); level <= threshold; level++) {
            if (Math.floorMod(level, stride) == 0 && threshold - level > .22) {
                chart.level(level, tenTo(level));
            }
        }
        chart.floor();
        for (double tick : drawTicks(draws)) {
            chart.tick(tick, Figures.count((long) tick));
        }
        chart.unit(claim.kind() == ClaimKind.PAIRED ? "pairs, in plan order" : "draws, in plan order");
        chart.line("barline", new double[] {0, draws}, new double[] {threshold, threshold});
        chart.label("start ink", 0, threshold, 4, -17, needed(claim));
        double[] xs = new double[points.size() + 1];
        for (int i = 0; i < points.size(); i++) {
            xs[i + 1] = points.get(i).draw();
        }
        if (both) {
            chart.line("pass", xs, fromZero(pass));
            chart.line("fail", xs, fromZero(fail));
            chart.label(
                    "end pass",
                    draws,
                    pass[pass.length - 1],
                    -4,
                    pass[pass.length - 1] > fail[fail.length - 1] ? 9 : -20,
                    "for a pass");
            chart.label(
                    "end fail",
                    draws,
                    fail[fail.length - 1],
                    -4,
                    pass[pass.length - 1] > fail[fail.length - 1] ? -20 : 9,
                    "for a fail");
        } else {
            chart.line("ink", xs, fromZero(shown));
            turning(chart, claim, points, shown, draws);
            chart.mark(claim.verdict(), draws, shown[shown.length - 1]);
            chart.label(
                    "end " + claim.verdict().word(),
                    draws,
                    shown[shown.length - 1],
                    shown[shown.length - 1] > threshold + .6 ? -12 : 0,
                    14,
                    Claims.past(claim.verdict()) + " at " + Figures.count(draws));
        }
        List<EvidencePoint> rows = thinned(points);
        return new FigureView(
                "How ",
                Optional.of(Visible.line(claim.id())),
                both ? " stayed undecided" : " " + Claims.past(claim.verdict()),
                Visible.prose(claim.reason()),
                "evidence"
                        + (both
                                ? ""
                                : claim.verdict() == Verdict.PASS
                                        ? " that it stays under the "
                                        : " that it exceeds the ")
                        + (both ? "" : Claims.bar(claim)) + " (e-value, log)",
                chart.finish(),
                List.of("Draw", "For a pass", "For a fail"),
                rows.stream()
                        .map(point ->
                                List.of(Figures.count(point.draw()), eValue(point.logPass()), eValue(point.logFail())))
                        .toList());
    }

    private static double high(double threshold, double[] shown) {
        double high = threshold + .25;
        for (double value : shown) {
            high = Math.max(high, value + .25);
        }
        return high;
    }

    private static void turning(
            SvgChart chart, ClaimResult claim, List<EvidencePoint> points, double[] shown, int draws) {
        for (int i = 1; i < points.size() - 1; i++) {
            EvidencePoint point = points.get(i);
            if (point.turning()) {
                boolean next = points.get(i - 1).draw() == point.draw() - 1;
                boolean falls = shown[i] < shown[i - 1];
                String change = next
                        ? eValue(shown[i - 1] * LOG_TEN) + (falls ? " falls to " : " rises to ")
                        : (falls ? "falls to " : "rises to ");
                boolean right = point.draw() < draws * .55;
                chart.mark(claim.verdict() == Verdict.PASS ? Verdict.FAIL : claim.verdict(), point.draw(), shown[i]);
                chart.label(
                        (right ? "start" : "end") + " ink",
                        point.draw(),
                        shown[i],
                        right ? 12 : -12,
                        falls ? -14 : 4,
                        "draw " + Figures.count(point.draw()) + ": " + change + eValue(shown[i] * LOG_TEN));
                return;
            }
        }
    }

    private static String needed(ClaimResult claim) {
        double needed = claim.rule().claims() / claim.rule().alpha();
        int claims = claim.rule().claims();
        return Figures.count(Math.round(needed)) + " needed, for " + Figures.word(claims)
                + (claims == 1 ? " claim" : " claims");
    }

    /// The share of episodes still without a violation, by turn, with its band and the bar up to its turn.
    static FigureView survival(ClaimResult claim, List<Step> steps) {
        int last = steps.getLast().turn();
        double by = claim.turns().orElse(last);
        double bar = 1 - claim.bar();
        double atBar = 1;
        double[] xs = new double[steps.size() + 1];
        double[] ys = new double[steps.size() + 1];
        ys[0] = 1;
        for (int i = 0; i < steps.size(); i++) {
            xs[i + 1] = steps.get(i).turn();
            ys[i + 1] = steps.get(i).survival();
            if (steps.get(i).turn() <= by) {
                atBar = steps.get(i).survival();
            }
        }
        String turn = Figures.plain(by);
        SvgChart chart = new SvgChart(
                SvgChart.linear(0, last),
                SvgChart.linear(0, 1),
                "Share of episodes without a violation, by turn: " + Figures.percent(atBar) + " at turn " + turn
                        + ", where the bar asks for " + Figures.percent(bar) + ".");
        for (int level = 0; level <= 100; level += 25) {
            chart.level(level / 100.0, level == 0 ? "0" : level + Figures.THIN + "%");
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!Double.isNaN(step.low()) && !Double.isNaN(step.high())) {
                double until = i + 1 < steps.size() ? steps.get(i + 1).turn() : last;
                chart.block("band", step.turn(), until, step.low(), step.high());
            }
        }
        chart.floor();
        int stride = Math.max(1, (int) Math.ceil(last / 8.0));
        chart.below(0, 74, "start tick hang", "episodes still running");
        for (int tick = 0; tick <= last; tick += stride) {
            chart.tick(tick, Integer.toString(tick));
            chart.below(tick, 96, "mid tick ink", Figures.count(running(steps, tick)));
        }
        chart.unit("turn in the conversation");
        chart.line("barline", new double[] {0, by}, new double[] {bar, bar}).stop(by, bar);
        chart.steps("ink", xs, ys, last);
        chart.label("start ink", 0, bar, 6, -19, "bar: " + Figures.percent(bar) + " to turn " + turn);
        chart.mark(claim.verdict(), by, atBar);
        boolean left = by > last * .5;
        chart.label(
                (left ? "end " : "start ") + claim.verdict().word(),
                by,
                atBar,
                left ? -13 : 13,
                -20,
                "turn " + turn + ": " + Figures.percent(atBar));
        List<List<String>> table = steps.stream()
                .map(step -> List.of(
                        Integer.toString(step.turn()),
                        Figures.count(step.atRisk()),
                        Figures.count(step.events()),
                        Figures.percent(step.survival()),
                        Figures.percents(step.low(), step.high())))
                .toList();
        return new FigureView(
                "Survival over turns",
                Optional.empty(),
                "",
                "",
                "share still without a violation",
                chart.finish(),
                List.of("Turn", "Running", "Violations", "Without one", "Band, 95" + Figures.THIN + "%"),
                table);
    }

    private static int running(List<Step> steps, int turn) {
        for (Step step : steps) {
            if (step.turn() >= turn) {
                return step.atRisk();
            }
        }
        return 0;
    }

    private static <T> double[] values(List<T> points, ToDoubleFunction<T> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private static double[] levels(List<EvidencePoint> points, ToDoubleFunction<EvidencePoint> value) {
        return points.stream()
                .mapToDouble(point -> Math.max(LOWEST, value.applyAsDouble(point) / LOG_TEN))
                .toArray();
    }

    private static double[] fromZero(double[] values) {
        double[] all = new double[values.length + 1];
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }

    private static <T> List<T> thinned(List<T> all) {
        if (all.size() <= TABLE_ROWS) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < TABLE_ROWS; i++) {
            some.add(all.get(i * (all.size() - 1) / (TABLE_ROWS - 1)));
        }
        return some;
    }

    private static List<Double> rateTicks(double from, double to) {
        List<Double> ticks = new ArrayList<>();
        for (double tick : new double[] {.0001, .0003, .001, .003, .01, .03, .1, .3, 1}) {
            if (tick >= from * .999 && tick <= to * 1.001) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    private static List<Double> gapTicks(double from, double to) {
        List<Double> ticks = new ArrayList<>();
        double step = to - from > .5 ? .2 : to - from > .25 ? .1 : .05;
        for (int i = (int) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static List<Double> drawTicks(int draws) {
        double raw = draws / 5.0;
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(1, raw))));
        double step =
                Math.max(1, raw / unit > 5 ? 10 * unit : raw / unit > 2 ? 5 * unit : raw / unit > 1 ? 2 * unit : unit);
        List<Double> ticks = new ArrayList<>();
        for (double tick = 0; tick <= draws * .97; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    private static String tenTo(int power) {
        return power >= 4 || power <= -4
                ? "1e" + power
                : power >= 0
                        ? Figures.count(Math.round(Math.pow(10, power)))
                        : String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
    }

    /// An e-value from its natural log, in two digits: `7.0`, `0.62`, `over a million`.
    static String eValue(double log) {
        if (Double.isNaN(log)) {
            return "not known";
        }
        double value = Math.exp(log);
        if (value >= 1e6) {
            return "over a million";
        }
        if (value < 1e-4) {
            return "below 0.0001";
        }
        return value >= 100 ? Figures.count(Math.round(value)) : Figures.digits(value);
    }
}
