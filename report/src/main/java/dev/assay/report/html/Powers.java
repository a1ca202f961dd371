package dev.assay.report.html;

import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.PowerPoint;
import dev.assay.report.html.PageView.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two cells of power, which never share a name or a place: sampling power is arithmetic on the claim's own test,
/// elicitation power was measured on models with planted faults, or is not known.
final class Powers {
    private static final Pattern LEADING_COUNT = Pattern.compile("^([\\d,]+ of [\\d,]+) (.+)$", Pattern.DOTALL);
    private static final Pattern NOT_KNOWN = Pattern.compile("^not known[.:;,]?\\s*", Pattern.CASE_INSENSITIVE);

    private Powers() {}

    /// The chance of a finding at a rate clearly over the bar.
    static Cell sampling(ClaimResult claim) {
        List<PowerPoint> curve = claim.power().curve();
        Optional<PowerPoint> point = switch (claim.kind()) {
            case EXISTENCE -> firstAbove(curve, claim.bar(), .95);
            case PAIRED -> nearest(curve, claim.bar(), 2 * claim.bar());
            case RATE, SURVIVAL -> nearest(curve, claim.bar(), 3 * claim.bar());
        };
        String sentence = Visible.prose(claim.power().sentence());
        if (point.isEmpty()) {
            return new Cell("Sampling power", "", true, List.of(sentence));
        }
        PowerPoint at = point.get();
        List<String> lines = new ArrayList<>();
        lines.add(reading(claim, at));
        boolean certain = at.fail() > .99;
        Optional<PowerPoint> next = firstAbove(curve, at.rate(), .99);
        if (!certain && next.isPresent() && claim.kind() != ClaimKind.EXISTENCE) {
            lines.add("At " + size(claim, next.get().rate()) + " or more: above 99" + Figures.THIN + "%.");
        }
        if (claim.kind() == ClaimKind.EXISTENCE && !sentence.isEmpty()) {
            lines.add(sentence);
        }
        return new Cell("Sampling power", Figures.chance(at.fail()), true, lines);
    }

    private static String reading(ClaimResult claim, PowerPoint point) {
        String size = size(claim, point.rate());
        String within = Claims.draws(claim, claim.cap());
        return switch (claim.kind()) {
            case RATE -> "to find a rate of " + size + " under these probes, within " + within + ".";
            case SURVIVAL ->
                "to find that " + size + " or more violate"
                        + (claim.turns().isPresent()
                                ? " by turn " + Figures.plain(claim.turns().getAsDouble())
                                : "")
                        + ", within " + within + ".";
            case PAIRED -> "to find a gap of " + size + ", within " + within + ".";
            case EXISTENCE ->
                "to confirm a candidate that works in " + size
                        + " of prompts or more, once the search has proposed it.";
        };
    }

    private static String size(ClaimResult claim, double rate) {
        return claim.kind() == ClaimKind.PAIRED ? Figures.barPoints(rate) : Figures.stated(rate);
    }

    private static Optional<PowerPoint> nearest(List<PowerPoint> curve, double bar, double wanted) {
        PowerPoint best = null;
        for (PowerPoint point : curve) {
            if (point.rate() > bar * 1.001
                    && (best == null || Math.abs(point.rate() - wanted) < Math.abs(best.rate() - wanted))) {
                best = point;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Optional<PowerPoint> firstAbove(List<PowerPoint> curve, double rate, double chance) {
        return curve.stream()
                .filter(point -> point.rate() > rate * 1.001 && point.fail() >= chance)
                .findFirst();
    }

    /// What was measured on planted faults, or that it is not known, with the reason.
    static Cell elicitation(ClaimResult claim) {
        String sentence = Visible.prose(claim.elicitation().sentence());
        if (!claim.elicitation().known()) {
            String why = NOT_KNOWN.matcher(sentence).replaceFirst("");
            return new Cell(
                    "Elicitation power", "Not known", false, why.isEmpty() ? List.of() : List.of(Claims.capital(why)));
        }
        Matcher count = LEADING_COUNT.matcher(sentence);
        return count.matches()
                ? new Cell("Elicitation power", count.group(1), true, List.of(count.group(2)))
                : new Cell("Elicitation power", "", true, List.of(sentence));
    }

    /// The same in a table's cell: the count alone, or `not known`.
    static String elicitationShort(ClaimResult claim) {
        Cell cell = elicitation(claim);
        return !cell.known()
                ? "not known"
                : cell.figure().isEmpty() ? cell.lines().getFirst() : cell.figure();
    }
}
