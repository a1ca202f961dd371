package dev.assay.report.html;

import dev.assay.core.claim.Verdict;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// Draws a chart as SVG that stretches in width and keeps its type size: places are percentages of the plot, labels
/// hang outside it. Words are escaped here.
final class SvgChart {
    private final DoubleUnaryOperator x;
    private final DoubleUnaryOperator y;
    private final StringBuilder svg = new StringBuilder();

    /// @param x share of the width for a value, 0 left to 1 right
    /// @param y share of the height for a value, 0 bottom to 1 top
    /// @param description the chart in one sentence, for readers who do not see it
    SvgChart(DoubleUnaryOperator x, DoubleUnaryOperator y, String description) {
        this.x = x;
        this.y = y;
        svg.append("<svg class=\"chart\" role=\"img\" aria-label=\"")
                .append(escape(description))
                .append("\">");
    }

    /// A scale from `from` to `to`.
    static DoubleUnaryOperator linear(double from, double to) {
        return value -> (value - from) / (to - from);
    }

    /// A logarithmic scale from `from` to `to`, both above 0; what lies outside is drawn at the edge.
    static DoubleUnaryOperator log(double from, double to) {
        return value -> Math.log(Math.clamp(value, from, to) / from) / Math.log(to / from);
    }

    /// A horizontal line of the grid with its label.
    SvgChart level(double value, String label) {
        String at = down(value);
        svg.append("<line class=\"level\" x1=\"0\" x2=\"100%\" y1=\"")
                .append(at)
                .append("\" y2=\"")
                .append(at);
        svg.append("\"/><text class=\"end tick\" x=\"-8\" y=\"").append(at).append("\" dy=\"5\">");
        svg.append(escape(label)).append("</text>");
        return this;
    }

    /// The lower axis.
    SvgChart floor() {
        svg.append("<line class=\"floor\" x1=\"0\" x2=\"100%\" y1=\"100%\" y2=\"100%\"/>");
        return this;
    }

    /// A tick on the lower axis with its label.
    SvgChart tick(double value, String label) {
        String at = across(value);
        svg.append(inside(value, "<path class=\"floor\" d=\"M0 0V5\"/>", "100%"));
        svg.append("<text class=\"mid tick\" x=\"").append(at).append("\" y=\"100%\" dy=\"21\">");
        svg.append(escape(label)).append("</text>");
        return this;
    }

    /// The name and unit of the lower axis.
    SvgChart unit(String label) {
        svg.append("<text class=\"end tick\" x=\"100%\" y=\"100%\" dy=\"44\">")
                .append(escape(label))
                .append("</text>");
        return this;
    }

    /// A line through points.
    SvgChart line(String style, double[] xs, double[] ys) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            path.append(i == 0 ? 'M' : 'L').append(point(xs[i], ys[i]));
        }
        return path("line " + style, path);
    }

    /// A step line: each value holds from its place to the next.
    SvgChart steps(String style, double[] xs, double[] ys, double until) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            path.append(i == 0 ? "M" : "L").append(point(xs[i], i == 0 ? ys[i] : ys[i - 1]));
            path.append('L').append(point(xs[i], ys[i]));
        }
        path.append('L').append(point(until, ys[ys.length - 1]));
        return path("line " + style, path);
    }

    /// A filled rectangle between two places and two values.
    SvgChart block(String style, double fromX, double toX, double low, double high) {
        StringBuilder path = new StringBuilder();
        path.append('M').append(point(fromX, low)).append('L').append(point(toX, low));
        path.append('L')
                .append(point(toX, high))
                .append('L')
                .append(point(fromX, high))
                .append('Z');
        return path(style, path);
    }

    private SvgChart path(String style, StringBuilder path) {
        svg.append("<svg x=\"0\" y=\"0\" width=\"100%\" height=\"100%\" viewBox=\"0 0 1000 1000\" ");
        svg.append("preserveAspectRatio=\"none\" overflow=\"visible\"><path class=\"")
                .append(style);
        svg.append("\" vector-effect=\"non-scaling-stroke\" d=\"").append(path).append("\"/></svg>");
        return this;
    }

    /// The mark of a verdict at a point.
    SvgChart mark(Verdict verdict, double atX, double atY) {
        svg.append(inside(atX, ForestPlot.mark(verdict), down(atY)));
        return this;
    }

    /// An upright tick at a point: where a bar ends.
    SvgChart stop(double atX, double atY) {
        svg.append(inside(atX, "<path class=\"stop\" d=\"M0-6V6\"/>", down(atY)));
        return this;
    }

    /// A label at a point, moved by pixels.
    ///
    /// @param style classes: `start`, `mid` or `end` for the side, and a colour
    SvgChart label(String style, double atX, double atY, int right, int up, String text) {
        svg.append("<text class=\"label ")
                .append(style)
                .append("\" x=\"")
                .append(across(atX))
                .append("\" y=\"");
        svg.append(down(atY))
                .append("\" dx=\"")
                .append(right)
                .append("\" dy=\"")
                .append(-up)
                .append("\">");
        svg.append(escape(text)).append("</text>");
        return this;
    }

    /// A label below the lower axis, at a place of it.
    SvgChart below(double atX, int down, String style, String text) {
        svg.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(across(atX))
                .append("\" y=\"100%\" dy=\"");
        svg.append(down).append("\">").append(escape(text)).append("</text>");
        return this;
    }

    String finish() {
        return svg + "</svg>";
    }

    private String inside(double atX, String shape, String atY) {
        return "<svg x=\"" + across(atX) + "\" y=\"" + atY + "\" width=\"1\" height=\"1\" overflow=\"visible\">" + shape
                + "</svg>";
    }

    private String point(double atX, double atY) {
        return String.format(Locale.ROOT, "%.1f %.1f", 1000 * x.applyAsDouble(atX), 1000 * (1 - y.applyAsDouble(atY)));
    }

    private String across(double value) {
        return ForestPlot.percent(100 * x.applyAsDouble(value));
    }

    private String down(double value) {
        return ForestPlot.percent(100 * (1 - y.applyAsDouble(value)));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
