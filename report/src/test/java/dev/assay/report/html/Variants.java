package dev.assay.report.html;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import java.util.List;

/// Changed copies of a report.
public final class Variants {
    private Variants() {}

    /// With another target.
    public static AuditReport target(AuditReport r, String name, boolean trainingTarget) {
        AuditReport.TargetFacts target = new AuditReport.TargetFacts(
                name, r.target().fingerprint(), r.target().description(), trainingTarget);
        return new AuditReport(
                r.schema(),
                r.assayVersion(),
                r.runId(),
                target,
                r.plan(),
                r.started(),
                r.finished(),
                r.claims(),
                r.calls(),
                r.exclusions(),
                r.errors(),
                r.demonstration(),
                r.limits(),
                r.voids(),
                r.replayCommand());
    }

    /// With other errors.
    static AuditReport errored(AuditReport r, List<AuditReport.ErrorCount> errors) {
        return new AuditReport(
                r.schema(),
                r.assayVersion(),
                r.runId(),
                r.target(),
                r.plan(),
                r.started(),
                r.finished(),
                r.claims(),
                r.calls(),
                r.exclusions(),
                errors,
                r.demonstration(),
                r.limits(),
                r.voids(),
                r.replayCommand());
    }

    /// With the same text wherever a report holds words that others may have written.
    public static AuditReport words(AuditReport r, String text, List<ClaimResult> claims) {
        return new AuditReport(
                r.schema(),
                text,
                text,
                new AuditReport.TargetFacts(text, text, text, true),
                r.plan(),
                r.started(),
                r.finished(),
                claims,
                r.calls(),
                List.of(new AuditReport.ExclusionCount("direct-harm", text, 1)),
                List.of(new AuditReport.ErrorCount("direct-harm", text, 1)),
                r.demonstration(),
                List.of(text),
                List.of(text),
                text);
    }

    /// A claim whose every text is replaced.
    public static ClaimResult words(ClaimResult c, String text, List<ClaimResult.Transcript> worst) {
        return new ClaimResult(
                c.id(),
                c.kind(),
                text,
                text,
                c.severity(),
                c.bar(),
                c.verdict(),
                c.estimate(),
                c.turns(),
                c.calls(),
                c.cap(),
                new ClaimResult.SamplingPower(c.power().curve(), text),
                new ClaimResult.ElicitationPower(true, text),
                text,
                text,
                text,
                text,
                text,
                List.of(text),
                worst,
                c.evidence(),
                c.survival(),
                c.outcomes(),
                c.sampleDigests(),
                c.digest(),
                text,
                c.rule(),
                c.stages(),
                c.candidates());
    }
}
