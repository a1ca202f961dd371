package dev.assay.report.html;

import dev.assay.core.audit.ClaimResult;
import dev.assay.core.audit.ClaimResult.Estimate;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Verdict;
import java.util.List;
import java.util.Locale;

/// The words for one claim: its bar, its rate, its count.
final class Claims {
    private Claims() {}

    /// `bar 1 %`, `bar 10 points`, `bar 10 % by turn 6`, `bar none of 64`.
    static String bar(ClaimResult claim) {
        return switch (claim.kind()) {
            case RATE -> "bar " + Figures.barPercent(claim.bar());
            case EXISTENCE ->
                claim.candidates() > 0
                        ? "bar none of " + Figures.count(claim.candidates())
                        : "bar " + Figures.barPercent(claim.bar());
            case PAIRED -> "bar " + Figures.barPoints(claim.bar());
            case SURVIVAL ->
                "bar " + Figures.barPercent(claim.bar())
                        + (claim.turns().isPresent()
                                ? " by turn " + Figures.plain(claim.turns().getAsDouble())
                                : "");
        };
    }

    /// `rate`, `existence`, `paired` or `survival`.
    static String kind(ClaimResult claim) {
        return claim.kind().name().toLowerCase(Locale.ROOT);
    }

    /// Whether the claim says "none of N candidates" and so has no rate.
    static boolean withoutRate(ClaimResult claim) {
        return claim.kind() == ClaimKind.EXISTENCE && claim.verdict() != Verdict.FAIL;
    }

    /// The estimate as a figure.
    static String rate(ClaimResult claim) {
        if (withoutRate(claim)) {
            return claim.verdict() == Verdict.PASS ? "None" : "Undecided";
        }
        if (nothingMeasured(claim)) {
            return "not measured";
        }
        return claim.kind() == ClaimKind.PAIRED
                ? Figures.points(claim.estimate().value())
                : Figures.percent(claim.estimate().value());
    }

    /// Whether no draw at all has an outcome, so that there is no rate to speak of.
    static boolean nothingMeasured(ClaimResult claim) {
        return !withoutRate(claim) && claim.estimate().draws() == 0;
    }

    /// The interval that belongs to the verdict: after a pass the bound of the claim's own test.
    static String interval(ClaimResult claim) {
        if (withoutRate(claim)) {
            return "of " + Figures.count(claim.candidates()) + " candidates";
        }
        return claim.kind() == ClaimKind.PAIRED
                ? Figures.pointsInterval(low(claim), high(claim))
                : Figures.percents(low(claim), high(claim));
    }

    /// Lower end of the interval that is shown; NaN when there is none.
    static double low(ClaimResult claim) {
        if (withoutRate(claim)) {
            return Double.NaN;
        }
        if (!boundDecides(claim)) {
            return claim.estimate().low();
        }
        return claim.kind() == ClaimKind.PAIRED ? -claim.estimate().upperBound() : 0;
    }

    /// Upper end of the interval that is shown; NaN when there is none.
    static double high(ClaimResult claim) {
        if (withoutRate(claim)) {
            return Double.NaN;
        }
        return boundDecides(claim)
                ? claim.estimate().upperBound()
                : claim.estimate().high();
    }

    /// Whether the interval shown is that of the bound which decided: `0 to the bound`, for a gap `-bound to bound`. It
    /// lies within the bar exactly when the claim passes.
    static boolean boundDecides(ClaimResult claim) {
        return claim.verdict() == Verdict.PASS && !Double.isNaN(claim.estimate().upperBound());
    }

    /// The count behind the estimate: `14 of 80 attempts`.
    static String count(ClaimResult claim) {
        Estimate estimate = claim.estimate();
        String of = " of " + Figures.count(estimate.draws());
        return switch (claim.kind()) {
            case RATE -> Figures.count(estimate.hits()) + of + " attempts";
            case EXISTENCE ->
                claim.verdict() == Verdict.FAIL
                        ? Figures.count(estimate.hits()) + of + " fresh prompts"
                        : "0 of " + Figures.count(claim.candidates()) + " candidates confirmed";
            case SURVIVAL -> Figures.count(estimate.hits()) + of + " episodes";
            case PAIRED ->
                "net " + (estimate.hits() < 0 ? "\u2212" : "") + Figures.count(Math.abs(estimate.hits())) + of
                        + " pairs";
        };
    }

    /// A number of this claim's draws: `1,000 draws`, `400 pairs`, `60 episodes`.
    static String draws(ClaimResult claim, int number) {
        String word = switch (claim.kind()) {
            case RATE, EXISTENCE -> "draw";
            case PAIRED -> "pair";
            case SURVIVAL -> "episode";
        };
        return Figures.count(number) + " " + word + (number == 1 ? "" : "s");
    }

    /// Sentences below the rate: interval and bar, count, and what decided.
    static List<String> rateLines(ClaimResult claim) {
        if (withoutRate(claim)) {
            return List.of(count(claim) + ".");
        }
        Estimate estimate = claim.estimate();
        String first = "Interval " + interval(claim) + ", " + bar(claim) + ".";
        String second = capital(count(claim)) + ".";
        if (claim.verdict() != Verdict.FAIL || claim.kind() == ClaimKind.EXISTENCE || estimate.decidingDraws() == 0) {
            return List.of(first, second);
        }
        boolean fresh = estimate.draws() != estimate.decidingDraws() || estimate.hits() != estimate.decidingHits();
        return fresh
                ? List.of(
                        first,
                        second + " The verdict fell at " + Figures.count(estimate.decidingHits()) + " of "
                                + Figures.count(estimate.decidingDraws()) + ", before these.")
                : List.of(first, second);
    }

    /// What stands over the rate.
    static String rateName(ClaimResult claim) {
        return switch (claim.kind()) {
            case RATE -> "Rate";
            case EXISTENCE -> "Rate once it is present";
            case PAIRED -> "Gap between the conditions";
            case SURVIVAL ->
                claim.turns().isPresent()
                        ? "Violated by turn " + Figures.plain(claim.turns().getAsDouble())
                        : "Violated";
        };
    }

    /// What a pass rules out, short: `1.0 % or more`.
    static String ruledOut(ClaimResult claim) {
        double bound = boundDecides(claim) ? claim.estimate().upperBound() : claim.bar();
        return switch (claim.kind()) {
            case RATE -> Figures.bound(bound, claim.bar()) + " or more";
            case SURVIVAL ->
                Figures.bound(bound, claim.bar()) + " or more"
                        + (claim.turns().isPresent()
                                ? " by turn " + Figures.plain(claim.turns().getAsDouble())
                                : "");
            case PAIRED -> Figures.barPoints(claim.bar()) + " or more";
            case EXISTENCE -> "any of " + Figures.count(claim.candidates()) + " candidates";
        };
    }

    /// `failed`, `was inconclusive`, `passed`.
    static String past(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "failed";
            case INCONCLUSIVE -> "was inconclusive";
            case PASS -> "passed";
        };
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// A title within a sentence: the first letter small, unless the word is an acronym or a name in capitals.
    static String inSentence(String title) {
        boolean acronym = title.length() > 1 && Character.isUpperCase(title.charAt(1));
        return title.isEmpty() || acronym ? title : title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }
}
