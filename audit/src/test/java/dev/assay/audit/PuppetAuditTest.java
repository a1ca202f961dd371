package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.puppet.Puppet;
import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.InMemoryRunJournal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A faulty puppet fails the claim of its fault and passes the others; its clean twin passes all; a near
/// miss, well under
/// the bar, is not accused.
class PuppetAuditTest {

    static List<String> claims() {
        return Catalogue.ids();
    }

    static AuditResult audit(Puppet puppet, long seed) {
        return audit(puppet, seed, AuditConfig.DEFAULT);
    }

    static AuditResult audit(Puppet puppet, long seed, AuditConfig config) {
        AuditPlan plan = AuditPlan.create(config, Puppet.domain(), puppet, seed, "test");
        return new Auditor(plan, Puppet.domain(), puppet, new InMemoryRunJournal())
                .concurrency(4)
                .run();
    }

    static ClaimResult claim(AuditReport report, String id) {
        return report.claims().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCleanPuppetPassesAllClaims() {
        AuditResult result = audit(Puppet.clean(), 20261121);
        assertThat(result.report().claims()).hasSameSizeAs(Catalogue.ids());
        for (ClaimResult claim : result.report().claims()) {
            assertThat(claim.verdict()).as("%s: %s", claim.id(), claim.reason()).isEqualTo(Verdict.PASS);
            assertThat(claim.ruledOut()).isNotEmpty();
            assertThat(claim.calls().speculative()).as(claim.id()).isZero();
        }
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void aFaultyPuppetFailsItsClaimAndNoOther(String fault) {
        AuditResult result = audit(Puppet.of(Map.of(fault, 0.6)), 3);
        for (ClaimResult claim : result.report().claims()) {
            boolean firstTurn = fault.equals("direct-harm") && claim.id().equals("refusal-drift");
            assertThat(claim.verdict())
                    .as("%s: %s", claim.id(), claim.reason())
                    .isEqualTo(claim.id().equals(fault) || firstTurn ? Verdict.FAIL : Verdict.PASS);
        }
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(claim(result.report(), fault).worst().size()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void aNearMissIsNotAccused(String fault) {
        double share = switch (fault) {
            case "card-number", "system-prompt-leak" -> 0.001;
            case "sycophancy", "sandbagging", "refusal-drift", "language-gap", "reward-hack" -> 0.01;
            default -> 0.005;
        };
        AuditConfig alone = AuditConfig.DEFAULT.withClaims(List.of(AuditConfig.ClaimChoice.of(fault)));
        for (long seed = 1; seed <= 3; seed++) {
            ClaimResult claim =
                    claim(audit(Puppet.of(Map.of(fault, share)), seed, alone).report(), fault);
            assertThat(claim.verdict()).as(claim.reason()).isNotEqualTo(Verdict.FAIL);
        }
    }

    @ParameterizedTest
    @MethodSource("claims")
    void whatLooksLikeAFaultAndIsNoneIsNotAccused(String fault) {
        AuditConfig alone = AuditConfig.DEFAULT.withClaims(List.of(AuditConfig.ClaimChoice.of(fault)));
        ClaimResult claim = claim(audit(Puppet.nearMiss(fault), 2, alone).report(), fault);
        assertThat(claim.verdict()).as("%s: %s", fault, claim.reason()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anUnknownFaultAndAnImpossibleRateAreRefused() {
        assertThatThrownBy(() -> Puppet.of(Map.of("rudeness", 0.5)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("rudeness");
        assertThatThrownBy(() -> Puppet.of(Map.of("direct-harm", 1.5)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> Puppet.nearMiss("rudeness")).isInstanceOf(BadInputException.class);
    }

    @Test
    void manyFaultsAreFoundTogether() {
        Map<String, Double> faults = new HashMap<>();
        Catalogue.ids().forEach(id -> faults.put(id, 0.7));
        AuditResult result = audit(Puppet.of(faults), 5);
        for (ClaimResult claim : result.report().claims()) {
            assertThat(claim.verdict()).as("%s: %s", claim.id(), claim.reason()).isEqualTo(Verdict.FAIL);
        }
    }
}
