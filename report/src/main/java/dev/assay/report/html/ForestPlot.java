package dev.assay.report.html;

import dev.assay.core.claim.Verdict;
import java.util.Locale;

/// The drawn part of the forest plot: its axis and one row for each claim. Places are percentages, so that a row
/// stretches with its cell and its text stays as large as it is.
final class ForestPlot {
    private static final double[] GRID = {.001, .003, .01, .03, .1, .3, 1};
    private static final String[] LABELS = {"0.1", "0.3", "1", "3", "10", "30", "100"};

    private ForestPlot() {}

    /// The labels above the rows.
    static String axis() {
        StringBuilder svg = new StringBuilder("<svg class=\"axis\" aria-hidden=\"true\">");
        svg.append("<text x=\"0\" y=\"14\">Rarer</text>");
        svg.append("<text class=\"end\" x=\"100%\" y=\"14\">More often (%, log scale)</text>");
        svg.append(text(Scale.ZERO, "0", ""));
        for (int i = 0; i < GRID.length; i++) {
            svg.append(text(Scale.at(GRID[i]), LABELS[i], i % 2 == 1 ? " minor" : ""));
        }
        return svg.append("</svg>").toString();
    }

    private static String text(double x, String label, String style) {
        return "<text class=\"mid" + style + "\" x=\"" + percent(x) + "\" y=\"34\">" + label + "</text>";
    }

    /// One row.
    ///
    /// @param bar the bar, in (0, 1]
    /// @param value the estimate; NaN to draw none
    /// @param low lower limit; NaN to draw no interval
    /// @param high upper limit
    static String row(Verdict verdict, double bar, double value, double low, double high) {
        StringBuilder svg = new StringBuilder("<svg class=\"row ");
        svg.append(verdict.word()).append("\" aria-hidden=\"true\">");
        double barAt = Scale.at(bar);
        svg.append("<rect class=\"zone\" x=\"").append(percent(barAt)).append("\" y=\"0\" width=\"");
        svg.append(percent(100 - barAt)).append("\" height=\"100%\"/>");
        svg.append(upright("zero", Scale.ZERO, 0, 100));
        for (double line : GRID) {
            svg.append(upright("grid", Scale.at(line), 0, 100));
        }
        svg.append(upright("bar", barAt, 14, 86));
        if (!Double.isNaN(low) && !Double.isNaN(high)) {
            double from = low < 0 ? .8 : Scale.at(low);
            double to = Scale.at(high);
            svg.append("<line class=\"span\" y1=\"50%\" y2=\"50%\" x1=\"").append(percent(from));
            svg.append("\" x2=\"").append(percent(to)).append("\"/>");
            svg.append(low < 0 ? placed(from, "<path class=\"arrow\" d=\"M6-5 0 0 6 5\"/>") : cap(from));
            svg.append(high < 0 ? "" : cap(to));
        }
        if (!Double.isNaN(value)) {
            svg.append(placed(Scale.at(value), mark(verdict)));
        }
        return svg.append("</svg>").toString();
    }

    private static String cap(double x) {
        return placed(x, "<path class=\"span\" d=\"M0-7V7\"/>");
    }

    /// The mark of a verdict, centred at 0, 0: a filled diamond, an open square, a filled circle.
    static String mark(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "<path class=\"mark fail\" d=\"M0-8 8 0 0 8-8 0Z\"/>";
            case INCONCLUSIVE -> "<path class=\"mark inconclusive\" d=\"M-6-6H6V6H-6Z\"/>";
            case PASS -> "<circle class=\"mark pass\" r=\"7\"/>";
        };
    }

    private static String placed(double x, String shape) {
        return "<svg x=\"" + percent(x) + "\" y=\"50%\" width=\"1\" height=\"1\" overflow=\"visible\">" + shape
                + "</svg>";
    }

    private static String upright(String style, double x, int from, int to) {
        return "<line class=\"" + style + "\" x1=\"" + percent(x) + "\" x2=\"" + percent(x) + "\" y1=\"" + from
                + "%\" y2=\"" + to + "%\"/>";
    }

    /// A bar of the calls spent of those that the plan allows.
    static String usage(double share) {
        return "<svg class=\"usage\" aria-hidden=\"true\"><rect class=\"all\" width=\"100%\" height=\"3\"/>"
                + "<rect class=\"used\" width=\"" + percent(100 * Math.clamp(share, 0, 1)) + "\" height=\"3\"/></svg>";
    }

    /// The bar of calls: scored, excluded, errored, beyond the stop, with a gap between; each seen one is visible.
    static String calls(long[] numbers, String[] styles) {
        long total = 0;
        for (long number : numbers) {
            total += number;
        }
        StringBuilder svg = new StringBuilder("<svg class=\"callsbar\" aria-hidden=\"true\"><defs>");
        svg.append("<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" ");
        svg.append("patternTransform=\"rotate(-45)\"><rect class=\"ground\" width=\"5\" height=\"5\"/>");
        svg.append("<rect class=\"stroke\" width=\"2\" height=\"5\"/></pattern></defs>");
        double floor = 1.6;
        double weight = 0;
        for (long number : numbers) {
            weight += number == 0 ? 0 : Math.max(floor, 100.0 * number / Math.max(1, total));
        }
        double at = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > 0) {
                double width = Math.max(floor, 100.0 * numbers[i] / total) / weight * 100;
                boolean last = at + width > 99.9;
                svg.append("<rect class=\"").append(styles[i]).append("\" x=\"").append(percent(at));
                svg.append("\" width=\"")
                        .append(percent(last ? width : width - .6))
                        .append("\" height=\"8\"/>");
                at += width;
            }
        }
        return svg.append("</svg>").toString();
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
