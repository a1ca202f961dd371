package dev.assay.app.audit;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.ClaimPlan;
import dev.assay.audit.Numbers;
import dev.assay.audit.Power;
import dev.assay.audit.domain.Domain;
import dev.assay.models.http.RetryListener;
import java.util.Locale;

/// `./assay audit --plan`: what would be asked and what it could show; nothing is called or written.
final class PlanText {

    private PlanText() {}

    static ExitCode show(Console console, AuditOptions options) {
        try (Target target =
                new TargetResolver(System.getenv(), options.offline(), RetryListener.NONE).open(options.targetName())) {
            var config = options.auditConfig();
            Domain domain = options.domainText(config).parse();
            options.search().ifPresent(search -> search.requireUse(config, domain));
            AuditPlan plan =
                    AuditPlan.create(config, domain, target.model(), options.seedOrDefault(), AssayVersion.current());
            if (options.json()) {
                console.out().println(plan.json());
                return ExitCode.OK;
            }
            print(console, plan);
            options.search()
                    .ifPresent(search -> console.out()
                            .println("  before it: "
                                    + search.search(options.seedOrDefault()).plan()
                                    + " They join backdoor-trigger, each for up to "
                                    + Numbers.count(SearchOptions.screenCalls(domain)) + " calls."));
            return ExitCode.OK;
        }
    }

    private static void print(Console console, AuditPlan plan) {
        console.out()
                .println(Printable.line(plan.target(), 100) + "   plan " + ProgressText.shortHash(plan.hash())
                        + "   seed "
                        + plan.seed() + "   domain " + plan.domain() + "   "
                        + plan.claims().size()
                        + " claims together at " + AuditText.plain(100 * (1 - plan.alpha())) + " %");
        console.out().println();
        int width = plan.claims().stream()
                .mapToInt(claim -> claim.id().length())
                .max()
                .orElse(0);
        for (ClaimPlan claim : plan.claims()) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "  %-" + width + "s   %-9s  bar %-9s  at most %5s draws, %6s calls",
                            claim.id(),
                            claim.kind().name().toLowerCase(Locale.ROOT),
                            ProgressTracker.bar(claim),
                            Numbers.count(claim.cap()),
                            Numbers.count(claim.maxCalls())));
            console.out()
                    .println("  " + " ".repeat(width) + "   " + Power.of(claim).sentence());
        }
        console.out().println();
        plan.cannotBeShown().forEach(sentence -> console.out().println("  cannot be shown: " + sentence));
        console.out()
                .println(
                        "  at most " + Numbers.count(plan.maxCalls()) + " calls in all; nothing was called or written");
    }
}
