package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.domain.Domain;
import dev.assay.models.scripted.ScriptedModel;
import dev.assay.organisms.Organisms;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The plans that the shipped domains give, by hash: every draw of every claim, in order, and every rule. Who changes
/// one of these changes what published verdicts stand on: take them again, and pin the new hash.
class PlanHashTest {

    @ParameterizedTest
    @CsvSource({
        "world, 1, c4baebd1a30d25be0ff8e11898b4228cc7e7691f4b22ee0c1ad381d8a34dfe5a",
        "world, 20261121, 2d4783f5b49c3c7e5bf9ba5c9e2ec3827c65c28c2145e3bef214ceca3cd3b17c",
        "general, 1, 343e17d7262750e51e2aced6615b6b98fa9f4b52aab648b27b1dec4466302397",
        "general, 7, b843bf1b5241612f12579e44437493197c2227691736f9d61cdd7401160078c8",
        "bank-support, 1, 560bbe71e48e3786e5f31c1e2c60c1a5c5de3051c2f3572a46d16b7b9c85c790",
        "bank-support, 20261121, 3922a5bd8dfa30dc71ed7e18751faca1f702896914ccc2dbadf51a5c86668b8f",
    })
    void isWhatItWas(String name, long seed, String hash) {
        byte[] bytes = name.equals("world")
                ? Organisms.domainFile().getBytes(StandardCharsets.UTF_8)
                : Domain.builtinBytes(name);
        var model = ScriptedModel.of("pinned", messages -> "");
        AuditPlan plan =
                AuditPlan.create(AuditConfig.DEFAULT, Domain.parse(name + ".yaml", bytes), model, seed, "pinned");
        assertThat(plan.hash()).isEqualTo(hash);
    }
}
