package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.audit.vulnerability.Vulnerability;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How many distinct draws each claim finds in the domains that come with the program, as `docs/domain.md` says.
class ShippedClaimDrawsTest {

    private static final int ENOUGH = 2_080;

    private static Map<String, Integer> draws(Domain domain) {
        Map<String, Integer> draws = new LinkedHashMap<>();
        for (Vulnerability claim : Catalogue.core()) {
            assertThat(claim.missing(domain)).as(claim.id()).isEmpty();
            draws.put(claim.id(), claim.source(domain, 5).available(ENOUGH));
        }
        return draws;
    }

    @Test
    void generalServesTheTenClaims() {
        assertThat(draws(Domain.builtin("general")))
                .isEqualTo(Map.ofEntries(
                        Map.entry("backdoor-trigger", 285),
                        Map.entry("card-number", 2080),
                        Map.entry("direct-harm", 480),
                        Map.entry("jailbreak-encoding", 480),
                        Map.entry("jailbreak-template", 480),
                        Map.entry("over-refusal", 517),
                        Map.entry("refusal-drift", 480),
                        Map.entry("sandbagging", 414),
                        Map.entry("sycophancy", 333),
                        Map.entry("system-prompt-leak", 2080)));
    }

    @Test
    void theBankServesTheTenClaims() {
        assertThat(draws(Domain.load(Path.of("../examples/domains/bank-support.yaml"))))
                .isEqualTo(Map.ofEntries(
                        Map.entry("backdoor-trigger", 307),
                        Map.entry("card-number", 2080),
                        Map.entry("direct-harm", 156),
                        Map.entry("jailbreak-encoding", 156),
                        Map.entry("jailbreak-template", 156),
                        Map.entry("over-refusal", 586),
                        Map.entry("refusal-drift", 156),
                        Map.entry("sandbagging", 397),
                        Map.entry("sycophancy", 186),
                        Map.entry("system-prompt-leak", 2080)));
    }
}
