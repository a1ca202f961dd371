package dev.assay.audit;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Seeds;
import dev.assay.audit.probe.ProbeSource;
import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.audit.vulnerability.Vulnerability;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a plan: which claims, how many distinct draws each has, what a budget leaves, what cannot be shown.
final class Planner {

    private static final String ORDER = "Outcomes enter each test in plan order; calls made ahead of a stop are kept "
            + "in the journal and counted as speculative; each claim stops at its own verdict or cap.";

    private static final String ERRORS = "A claim ends as inconclusive as soon as at least "
            + ClaimPlan.ERRORS_LEAST + " of its draws, and more than " + Numbers.statedPercent(ClaimPlan.ERRORS_SHARE)
            + " of them, errored.";

    private final AuditConfig config;
    private final Domain domain;
    private final long seed;
    private final List<String> leftOut = new ArrayList<>();

    Planner(AuditConfig config, Domain domain, long seed) {
        this.config = config;
        this.domain = domain;
        this.seed = seed;
    }

    /// A claim before the budget is shared out.
    private record Wanted(
            Vulnerability vulnerability, double bar, int ruleCap, int available, int fixedCalls, String digest) {

        int draws() {
            return Math.min(available, ruleCap + ClaimPlan.ESTIMATE_DRAWS);
        }

        /// For an existence claim the limit counts one confirmation with its estimate: the usual end.
        long calls() {
            return fixedCalls + (long) draws() * vulnerability.callsPerDraw();
        }
    }

    AuditPlan plan(String target, String fingerprint, String version) {
        List<AuditConfig.ClaimChoice> choices = choices();
        // Each claim draws by a seed of its own, so they can be drawn side by side.
        List<Wanted> wanted = choices.parallelStream()
                .map(choice -> wanted(choice, choices.size()))
                .toList();
        long[] shares = shares(wanted);
        List<ClaimPlan> claims = new ArrayList<>();
        long maxCalls = 0;
        for (int i = 0; i < wanted.size(); i++) {
            ClaimPlan claim = claim(wanted.get(i), shares[i], wanted.size());
            claims.add(claim);
            maxCalls += claim.maxCalls();
        }
        return new AuditPlan(
                AuditPlan.SCHEMA,
                version,
                target,
                fingerprint,
                domain.name(),
                domain.digest(),
                seed,
                config.alpha(),
                config.temperature(),
                config.maxTokens(),
                config.budgetCalls().orElse(0),
                maxCalls,
                claims,
                leftOut,
                ORDER);
    }

    private List<AuditConfig.ClaimChoice> choices() {
        boolean named = !config.claims().isEmpty();
        List<AuditConfig.ClaimChoice> all = named
                ? config.claims()
                : Stream.concat(
                                Catalogue.core().stream(),
                                Catalogue.further().stream()
                                        .filter(claim -> claim.missing(domain).isEmpty()))
                        .map(claim -> AuditConfig.ClaimChoice.of(claim.id()))
                        .toList();
        List<AuditConfig.ClaimChoice> choices = new ArrayList<>();
        for (AuditConfig.ClaimChoice choice : all) {
            Vulnerability claim = find(choice.id());
            List<String> missing = claim.missing(domain);
            if (missing.isEmpty()) {
                choices.add(choice);
                continue;
            }
            String lacks = "the domain '" + domain.name() + "' has no " + String.join(" and no ", missing);
            if (named) {
                throw new BadInputException("Claim " + claim.id() + " cannot be audited: " + lacks
                        + "; add it to the domain file, or leave the claim out.");
            }
            leftOut.add("Not audited: " + claim.id() + ", since " + lacks + ".");
        }
        if (choices.isEmpty()) {
            throw new BadInputException(
                    "The domain '" + domain.name() + "' can serve no claim; add goals, requests or facts to its file.");
        }
        return choices;
    }

    private static Vulnerability find(String id) {
        return Catalogue.find(id)
                .orElseThrow(() -> new BadInputException(
                        "There is no claim '" + id + "'; known are " + String.join(", ", Catalogue.ids()) + "."));
    }

    private long seedOf(Vulnerability claim) {
        return Seeds.derive(seed, "claim/" + claim.id());
    }

    private Wanted wanted(AuditConfig.ClaimChoice choice, int claims) {
        Vulnerability claim = find(choice.id());
        double bar = choice.bar().orElse(claim.defaultBar());
        int usual = claim.kind() == ClaimKind.PAIRED
                ? PairedRule.of(bar, config.alpha(), claims).cap()
                : RateRule.of(bar, config.alpha(), claims).cap();
        int cap = choice.cap().orElse(claim.cap().orElse(usual));
        ProbeSource source = claim.source(domain, seedOf(claim));
        int available = source.available(cap + ClaimPlan.ESTIMATE_DRAWS);
        StringBuilder draws = new StringBuilder();
        for (int i = 0; i < available; i++) {
            draws.append(source.describe(i).orElse("")).append('\0');
        }
        return new Wanted(claim, bar, cap, available, fixedCalls(claim), Seeds.hex(draws.toString()));
    }

    private int fixedCalls(Vulnerability claim) {
        int gate =
                claim.gate(domain).map(g -> g.encodings().size() * g.controls()).orElse(0);
        int elicitation = claim.elicitation(domain)
                .map(e -> (1 + e.candidates().size()) * e.items())
                .orElse(0);
        return gate + claim.screenCalls(domain) + elicitation;
    }

    /// Shares a budget out: every claim gets the same number of calls, and what one cannot use goes to the
    /// others.
    private long[] shares(List<Wanted> wanted) {
        long[] shares = new long[wanted.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = wanted.get(i).calls();
        }
        if (config.budgetCalls().isEmpty()) {
            return shares;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Long.compare(shares[a], shares[b]));
        long left = config.budgetCalls().getAsLong();
        for (int k = 0; k < order.size(); k++) {
            int claim = order.get(k);
            shares[claim] = Math.min(shares[claim], left / (order.size() - k));
            left -= shares[claim];
        }
        return shares;
    }

    private ClaimPlan claim(Wanted wanted, long share, int claims) {
        Vulnerability claim = wanted.vulnerability();
        long paid = Math.max(0, share - wanted.fixedCalls()) / claim.callsPerDraw();
        int draws = (int) Math.min(wanted.draws(), paid);
        int cap = Math.min(wanted.ruleCap(), draws);
        ClaimPlan plan = new ClaimPlan(
                claim.id(),
                claim.kind(),
                claim.title(),
                claim.meaning(),
                claim.severity(),
                wanted.bar(),
                config.alpha(),
                claims,
                cap,
                draws,
                ClaimPlan.ESTIMATE_DRAWS,
                claim.turns(),
                claim.callsPerDraw(),
                wanted.fixedCalls(),
                cap == 0 ? 0 : wanted.fixedCalls() + (long) draws * claim.callsPerDraw(),
                seedOf(claim),
                claim.gate(domain),
                claim.search(domain),
                claim.elicitation(domain),
                ERRORS,
                claim.exclusionRule(),
                claim.sampler(domain),
                claim.detector(domain),
                claim.limits(domain),
                List.of(),
                wanted.digest());
        return withWarnings(plan, wanted);
    }

    /// What the confirming draws of an existence claim are too few for, if one candidate stands out.
    private static List<String> confirmingWarnings(ClaimPlan plan, String cause) {
        List<String> sentences = new ArrayList<>();
        RateRule confirming = plan.confirming(1);
        if (confirming
                .decide(Collections.nCopies(plan.cap(), Outcome.HIT))
                .verdict()
                .filter(v -> v == Verdict.FAIL)
                .isEmpty()) {
            sentences.add(plan.id() + " cannot fail: a candidate that always works needs more confirming draws, and "
                    + cause + ".");
        }
        SequentialTest clean = confirming.start();
        Collections.nCopies(plan.cap(), Outcome.CLEAN).forEach(clean::add);
        if (!clean.futile()) {
            sentences.add(plan.id() + " cannot pass once a candidate stands out: rejecting that it works needs more"
                    + " confirming draws, and " + cause + ".");
        }
        return sentences;
    }

    private ClaimPlan withWarnings(ClaimPlan plan, Wanted wanted) {
        List<String> sentences = new ArrayList<>();
        boolean budget = plan.draws() < wanted.draws();
        String cause = budget
                ? "the budget leaves it " + Numbers.count(plan.cap(), "draw")
                : wanted.available() < wanted.ruleCap() + ClaimPlan.ESTIMATE_DRAWS && wanted.available() <= plan.cap()
                        ? "the domain holds " + Numbers.count(wanted.available(), "distinct draw")
                        : "its cap is " + Numbers.count(plan.cap(), "draw");
        if (plan.kind() != ClaimKind.EXISTENCE) {
            int needed = plan.kind() == ClaimKind.PAIRED
                    ? ((PairedRule) plan.rule()).cleanDrawsToPass()
                    : ((RateRule) plan.rule()).cleanDrawsToPass();
            if (needed > plan.cap()) {
                sentences.add(plan.id() + " cannot pass: a bar of " + Numbers.bar(plan) + " needs "
                        + Numbers.count(needed) + " clean draws, and " + cause + "; "
                        + bestBar(plan)
                                .map(best -> "the best bar that can be shown is " + best + ".")
                                .orElse("no bar can be shown."));
            }
        } else if (plan.cap() > 0) {
            sentences.addAll(confirmingWarnings(plan, cause));
        } else {
            sentences.add(plan.id() + " cannot be decided: screening its candidates needs "
                    + Numbers.count(plan.fixedCalls(), "call") + ", and " + cause + ".");
        }
        return new ClaimPlan(
                plan.id(),
                plan.kind(),
                plan.title(),
                plan.meaning(),
                plan.severity(),
                plan.bar(),
                plan.alpha(),
                plan.claims(),
                plan.cap(),
                plan.draws(),
                plan.estimateDraws(),
                plan.turns(),
                plan.callsPerDraw(),
                plan.fixedCalls(),
                plan.maxCalls(),
                plan.seed(),
                plan.gate(),
                plan.search(),
                plan.elicitation(),
                plan.errorRule(),
                plan.exclusionRule(),
                plan.sampler(),
                plan.detector(),
                plan.limits(),
                sentences,
                plan.drawsDigest());
    }

    /// The smallest bar, in steps of a tenth of a per cent, that passes with so many clean draws.
    private static Optional<String> bestBar(ClaimPlan plan) {
        boolean paired = plan.kind() == ClaimKind.PAIRED;
        int low = 0;
        int high = 999;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (middle > 0 && passes(plan, middle / 1000.0, paired)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double best = high / 1000.0;
        if (high == 999 || plan.cap() == 0) {
            return Optional.empty();
        }
        double rounded = best < 0.1 ? best : Math.ceil(best * 100) / 100;
        return Optional.of(paired ? Numbers.statedPoints(rounded) : Numbers.statedPercent(rounded));
    }

    private static boolean passes(ClaimPlan plan, double bar, boolean paired) {
        int needed = paired
                ? PairedRule.of(bar, plan.alpha(), plan.claims()).cleanDrawsToPass()
                : RateRule.of(bar, plan.alpha(), plan.claims()).cleanDrawsToPass();
        return needed <= plan.cap();
    }
}
