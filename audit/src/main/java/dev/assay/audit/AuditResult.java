package dev.assay.audit;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.claim.Verdict;
import java.util.List;

/// How a run ended.
///
/// @param report the report
/// @param erroredOut ids of the claims that could not be decided because calls errored
public record AuditResult(AuditReport report, List<String> erroredOut) {

    public AuditResult {
        erroredOut = List.copyOf(erroredOut);
    }

    /// The exit code of a named target: 4 a claim could not be decided because calls errored, 1 a claim
    /// failed, 3 a claim is inconclusive, 0 all pass; the first that holds.
    public int exitCode() {
        if (!erroredOut.isEmpty()) {
            return 4;
        }
        if (report.claims().stream().anyMatch(claim -> claim.verdict() == Verdict.FAIL)) {
            return 1;
        }
        return report.claims().stream().anyMatch(claim -> claim.verdict() == Verdict.INCONCLUSIVE) ? 3 : 0;
    }
}
