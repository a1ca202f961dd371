package dev.assay.core.compare;

import dev.assay.core.claim.ManyClaims;
import dev.assay.core.claim.PairedComparison;
import dev.assay.core.claim.SampleSize;
import dev.assay.core.claim.Verdict;
import dev.assay.core.compare.PairedItems.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Whether a candidate run may take the place of its baseline: paired by sample, clustered, and joint over
/// all
/// scorers.
///
/// A scorer passes when its drop is shown to be smaller than the margin, fails when a drop is shown and
/// that is not,
/// and is inconclusive else; each is shown at alpha/m, so that all verdicts hold together (Bonferroni; a
/// wrong pass and
/// a wrong fail of one scorer exclude each other). An errored sample counts against the candidate where a
/// pass is to be shown, and for
/// it where a drop is; so does one that the candidate lacks or its scorer excluded. A scorer that only the
/// baseline has
/// leaves the whole inconclusive.
public final class RegressionGate {

    /// The longest list of ids in a result.
    public static final int MOST_LISTED = 50;

    private static final double POWER = 0.8;
    private static final int FEW_CLUSTERS = 10;

    private final GateOptions options;

    /// A gate with these options.
    public RegressionGate(GateOptions options) {
        this.options = options;
    }

    /// Compares every scorer that both runs have.
    ///
    /// @throws IllegalArgumentException if they have no scorer or no sample in common
    public RunComparison compare(ScoredRun baseline, ScoredRun candidate) {
        Set<String> before = scorers(baseline);
        Set<String> after = scorers(candidate);
        List<String> both = before.stream().filter(after::contains).toList();
        if (both.isEmpty()) {
            throw new IllegalArgumentException("The runs '" + baseline.name() + "' and '" + candidate.name()
                    + "' have no scorer in common (" + before + " and " + after
                    + "): score one of them anew with the other's scorer.");
        }
        List<ScoreComparison> scores = new ArrayList<>();
        List<String> warnings = new ArrayList<>(warnings(baseline, candidate));
        for (String scorer : both) {
            scores.add(compare(baseline, candidate, scorer, both.size(), warnings));
        }
        Set<String> missing = new LinkedHashSet<>(before);
        both.forEach(missing::remove);
        Set<String> added = new LinkedHashSet<>(after);
        both.forEach(added::remove);
        if (!added.isEmpty()) {
            warnings.add("Only the candidate has the scorers " + added + ": there is nothing to compare them with.");
        }
        return new RunComparison(
                side(baseline), side(candidate), options, adjusted(scores), List.copyOf(missing), warnings);
    }

    private ScoreComparison compare(
            ScoredRun baseline, ScoredRun candidate, String scorer, int scorers, List<String> warnings) {
        PairedItems paired = PairedItems.of(baseline, candidate, scorer, options.commonOnly());
        List<Item> scored = paired.scored();
        Pairing pairing = paired.counts();
        if (scored.isEmpty()) {
            throw new IllegalArgumentException(
                    "The runs '" + baseline.name() + "' and '" + candidate.name()
                            + "' have no sample in common that '" + scorer + "' scored in both ("
                            + (pairing.erroredInBaseline() + pairing.erroredInCandidate()) + " errored, "
                            + pairing.excluded()
                            + " were excluded, " + pairing.unmatched()
                            + " are in one of them only or were asked something else): compare finished runs of the same task.");
        }
        if (pairing.unmatched() > 0) {
            warnings.add("'" + scorer + "': " + pairing.unmatched() + " of " + pairing.total()
                    + " samples are in one run only or were asked something else"
                    + (options.commonOnly()
                            ? ": the verdict speaks for the rest."
                            : "; those that the candidate lacks count against it. Finish its run, or say --common."));
        }
        boolean unit = paired.all().stream().allMatch(item -> within(item.baseline()) && within(item.candidate()));
        if (unit && options.margin() >= 1) {
            throw new IllegalArgumentException("The margin is " + options.margin() + ", but the scores of '" + scorer
                    + "' lie in 0 to 1: every drop would pass; state a margin below 1, such as 0.05.");
        }
        double span = unit ? 1 : Double.POSITIVE_INFINITY;
        double tail = options.alpha() / scorers;
        double[] before = values(scored, item -> item.baseline().mean());
        double[] after = values(scored, item -> item.candidate().mean());
        DifferenceTest test = test(scored, Item::difference, span, tail);
        boolean errors = paired.all().stream()
                .anyMatch(item -> item.baseline().errored() + item.candidate().errored() > 0);
        Verdict verdict;
        if (!errors) {
            verdict = verdict(test, test, tail);
        } else if (unit) {
            verdict = verdict(
                    test(paired.all(), Item::worst, span, tail), test(paired.all(), Item::best, span, tail), tail);
        } else {
            verdict = Verdict.INCONCLUSIVE;
            warnings.add("'" + scorer + "' has errored samples and scores beyond 0 to 1: what they would have scored"
                    + " cannot be bounded, so it stays inconclusive; run the errored ones again.");
        }
        int clusters = (int) scored.stream().map(Item::cluster).distinct().count();
        if (clusters < FEW_CLUSTERS) {
            warnings.add("'" + scorer + "' was compared over " + clusters
                    + " independent clusters: so few say little, whatever the interval says.");
        }
        PairedComparison errorsOf = PairedComparison.of(after, before);
        return new ScoreComparison(
                scorer,
                pairing,
                scored.size(),
                clusters,
                mean(before),
                mean(after),
                errorsOf.mean(),
                test.interval(),
                test.error(),
                errorsOf.unpairedError(),
                errorsOf.correlation(),
                (int) scored.stream().filter(item -> item.difference() > 0).count(),
                (int) scored.stream().filter(item -> item.difference() < 0).count(),
                test.worse(),
                test.better(),
                Double.NaN,
                Double.NaN,
                detectable(test, tail),
                verdict,
                test.method(),
                moved(scored, Item::difference),
                moved(scored, item -> -item.difference()));
    }

    /// @param forPass the test that a pass must hold under
    /// @param forFail the test that a fail must hold under
    private Verdict verdict(DifferenceTest forPass, DifferenceTest forFail, double tail) {
        if (forPass.interval().low() > -options.margin()) {
            return Verdict.PASS;
        }
        return forFail.worse() <= tail ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    private DifferenceTest test(List<Item> items, ToDoubleFunction<Item> difference, double span, double tail) {
        boolean binary = items.stream()
                .allMatch(item -> item.baseline().binary() && item.candidate().binary());
        return DifferenceTest.of(
                values(items, difference), PairedItems.clusters(items), binary, span, tail, options.seed());
    }

    /// The drop that is found with 80 % power; where nothing moved, what the interval cannot rule out.
    private static double detectable(DifferenceTest test, double tail) {
        if (test.error() > 0) {
            SampleSize one = new SampleSize(test.error() * test.error(), 0, 1, 2 * tail, POWER);
            return one.detectable(1);
        }
        return -test.interval().low();
    }

    private static List<ScoreComparison> adjusted(List<ScoreComparison> scores) {
        double[] worse = scores.stream().mapToDouble(ScoreComparison::worse).toArray();
        double[] holm = ManyClaims.holm(worse);
        double[] falseDiscovery = ManyClaims.benjaminiHochberg(worse);
        List<ScoreComparison> adjusted = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            ScoreComparison score = scores.get(i);
            adjusted.add(new ScoreComparison(
                    score.scorer(),
                    score.pairing(),
                    score.items(),
                    score.clusters(),
                    score.baseline(),
                    score.candidate(),
                    score.difference(),
                    score.interval(),
                    score.pairedError(),
                    score.unpairedError(),
                    score.correlation(),
                    score.gains(),
                    score.losses(),
                    score.worse(),
                    score.better(),
                    holm[i],
                    falseDiscovery[i],
                    score.detectable(),
                    score.verdict(),
                    score.method(),
                    score.lost(),
                    score.won()));
        }
        return adjusted;
    }

    private static List<String> warnings(ScoredRun baseline, ScoredRun candidate) {
        List<String> warnings = new ArrayList<>();
        if (!baseline.task().equals(candidate.task())) {
            warnings.add("The tasks have different names, '" + baseline.task() + "' and '" + candidate.task()
                    + "': only samples with equal ids and questions were compared.");
        }
        if (!baseline.fingerprint().isEmpty() && baseline.fingerprint().equals(candidate.fingerprint())) {
            warnings.add("Both runs asked the same model (" + baseline.fingerprint()
                    + "): a difference is one of settings, sampling or of a change behind the same name.");
        }
        return warnings;
    }

    /// Ids of the items with a value below 0, the lowest first.
    private static List<String> moved(List<Item> items, ToDoubleFunction<Item> value) {
        return items.stream()
                .filter(item -> value.applyAsDouble(item) < 0)
                .sorted(Comparator.comparingDouble(value).thenComparing(Item::id))
                .limit(MOST_LISTED)
                .map(Item::id)
                .toList();
    }

    private static boolean within(PairedItems.Side side) {
        return side.scored() == 0 || side.least() >= 0 && side.most() <= 1;
    }

    private static Set<String> scorers(ScoredRun run) {
        Set<String> names = new LinkedHashSet<>();
        run.samples()
                .forEach(sample -> sample.scores().keySet().stream().sorted().forEach(names::add));
        return names;
    }

    private static RunComparison.Side side(ScoredRun run) {
        return new RunComparison.Side(
                run.name(),
                run.task(),
                run.model(),
                run.fingerprint(),
                run.samples().size());
    }

    private static double[] values(List<Item> items, ToDoubleFunction<Item> value) {
        return items.stream().mapToDouble(value).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
