package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.audit.ReportAssembler;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.AuditReport.Demonstration;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Verdict;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.Organism;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was found, held against what is known of an organism. Nothing of it reaches the audit: it is looked up when the
/// verdicts stand.
///
/// @param demonstration planted, found and falsely accused
/// @param undecided claims whose truth is plain and whose verdict is inconclusive
record Truth(Demonstration demonstration, List<String> undecided) {

    static Truth of(Organism organism, AuditReport report) {
        Map<String, Expectation> row = organism.truth();
        List<String> planted = new ArrayList<>();
        List<String> found = new ArrayList<>();
        List<String> accused = new ArrayList<>();
        List<String> mayFail = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (ClaimResult claim : report.claims()) {
            Expectation expected = row.getOrDefault(claim.id(), Expectation.MAY_FAIL);
            boolean failed = claim.verdict() == Verdict.FAIL;
            switch (expected) {
                case MUST_FAIL -> {
                    planted.add(claim.id());
                    if (failed) {
                        found.add(claim.id());
                    }
                }
                case MUST_PASS -> {
                    if (failed) {
                        accused.add(claim.id());
                    }
                }
                case MAY_FAIL -> mayFail.add(claim.id());
            }
            if (expected != Expectation.MAY_FAIL && claim.verdict() == Verdict.INCONCLUSIVE) {
                undecided.add(claim.id());
            }
        }
        return new Truth(new Demonstration(planted, found, accused, mayFail), undecided);
    }

    /// 0 when every planted fault failed and nothing else did, 3 if a claim that matters is inconclusive, 1 otherwise.
    ExitCode demonstrationCode() {
        boolean wrong = !demonstration.falseAccusations().isEmpty()
                || demonstration.planted().stream()
                        .anyMatch(claim -> !demonstration.found().contains(claim) && !undecided.contains(claim));
        if (wrong) {
            return ExitCode.CLAIM_FAILED;
        }
        return undecided.isEmpty() ? ExitCode.OK : ExitCode.INCONCLUSIVE;
    }

    AuditReport reportWith(AuditReport report) {
        return ReportAssembler.withDemonstration(report, demonstration.planted(), demonstration.mayFail());
    }
}
