package dev.assay.calibrate;

import java.util.List;
import java.util.Locale;

/// Power curves as one SVG picture: a small chart for each claim, dose on a logarithmic axis, found or not as
/// marks, the fitted curve with the doses at which half and nine in ten are found.
final class PowerChart {
    private static final int WIDTH = 280;
    private static final int HEIGHT = 190;
    private static final int COLUMNS = 3;
    private static final int LEFT = 42;
    private static final int RIGHT = 12;
    private static final int TOP = 34;
    private static final int BOTTOM = 36;
    private static final double LEAST = 0.002;
    private static final double[] TICKS = {0.002, 0.01, 0.05, 0.2, 1};

    private PowerChart() {}

    static String svg(List<ClaimPower> powers) {
        List<ClaimPower> shown =
                powers.stream().filter(power -> !power.points().isEmpty()).toList();
        int rows = Math.max(1, (shown.size() + COLUMNS - 1) / COLUMNS);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\""
                        + " aria-label=\"Chance of a finding by achieved dose\" font-family=\"system-ui, sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                COLUMNS * WIDTH,
                rows * HEIGHT,
                COLUMNS * WIDTH));
        for (int i = 0; i < shown.size(); i++) {
            chart(svg, shown.get(i), i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void chart(StringBuilder svg, ClaimPower power, int x, int y) {
        svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">%n", x, y));
        text(svg, LEFT, 16, "start", "#111", power.claim());
        text(svg, WIDTH - RIGHT, 16, "end", "#555", Printed.of(power.found(), power.bad()) + " above the bar");
        for (double share : new double[] {0, 0.5, 0.9, 1}) {
            line(svg, LEFT, up(share), WIDTH - RIGHT, up(share), share == 0 ? "#888" : "#ddd", "");
            if (share != 0.9) {
                text(svg, LEFT - 5, up(share) + 4, "end", "#555", Printed.percent(share));
            }
        }
        for (double tick : TICKS) {
            text(svg, along(tick), HEIGHT - BOTTOM + 15, tick == 1 ? "end" : "middle", "#555", Printed.percent(tick));
        }
        line(svg, along(power.bar()), TOP, along(power.bar()), HEIGHT - BOTTOM, "#b45309", " stroke-dasharray=\"3 3\"");
        ClaimPower.Curve fit = power.fit();
        boolean isCurve = power.points().stream().anyMatch(ClaimPower.Point::isFound)
                && !power.points().stream().allMatch(ClaimPower.Point::isFound);
        if (fit != null && isCurve) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i <= 60; i++) {
                double dose = LEAST * Math.pow(1 / LEAST, i / 60.0);
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f ", i == 0 ? "M" : "L", along(dose), up(fit.power(dose))));
            }
            svg.append(String.format(
                    "<path d=\"%s\" fill=\"none\" stroke=\"#1d4ed8\"/>%n",
                    path.toString().strip()));
        }
        int number = 0;
        for (ClaimPower.Point point : power.points()) {
            // Marks of equal doses would hide one another.
            double shift = (number++ % 5 - 2) * 2.2;
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\" stroke=\"#111\" stroke-width=\".7\"/>%n",
                    along(Math.max(LEAST, point.dose())),
                    up(point.isFound() ? 1 : 0) + shift,
                    point.isFound() ? "#111" : "#fff"));
        }
        svg.append("</g>\n");
    }

    private static double along(double dose) {
        double share = Math.log(Math.clamp(dose, LEAST, 1) / LEAST) / Math.log(1 / LEAST);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double up(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(
            StringBuilder svg, double x1, double y1, double x2, double y2, String colour, String more) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                more));
    }

    /// What is written comes from this program alone: claims and figures.
    private static void text(StringBuilder svg, double x, double y, String anchor, String colour, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                text));
    }
}
