package dev.assay.audit;

import dev.assay.audit.ruling.Ruling;
import dev.assay.core.audit.ClaimResult.EvidencePoint;
import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.List;

/// The evidence by draw, thinned to what a chart needs.
final class Evidence {

    /// Most points of a chart.
    static final int MOST = 200;

    private Evidence() {}

    /// Evenly spread points, with the last one, the turning one and its neighbours.
    static List<EvidencePoint> thinned(Ruling ruling, Verdict verdict) {
        List<Ruling.Point> points = ruling.points();
        int turning = turning(points, verdict);
        List<EvidencePoint> kept = new ArrayList<>();
        int step = Math.max(1, (points.size() + MOST - 5) / (MOST - 4));
        for (int i = 0; i < points.size(); i++) {
            boolean keep = i % step == 0 || i == points.size() - 1 || (Math.abs(i - turning) <= 1 && turning >= 0);
            if (keep) {
                Ruling.Point point = points.get(i);
                kept.add(
                        new EvidencePoint(point.draw(), point.index(), point.logPass(), point.logFail(), i == turning));
            }
        }
        return kept;
    }

    /// Index of the point with the largest step towards the verdict (for an inconclusive claim the largest
    /// step of either test), or -1 without points.
    static int turning(List<Ruling.Point> points, Verdict verdict) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            boolean fresh = i == 0 || points.get(i).draw() <= points.get(i - 1).draw();
            double pass =
                    points.get(i).logPass() - (fresh ? 0 : points.get(i - 1).logPass());
            double fail =
                    points.get(i).logFail() - (fresh ? 0 : points.get(i - 1).logFail());
            double step = switch (verdict) {
                case PASS -> pass;
                case FAIL -> fail;
                case INCONCLUSIVE -> Math.max(Math.abs(pass), Math.abs(fail));
            };
            if (step > most) {
                most = step;
                best = i;
            }
        }
        return best;
    }
}
