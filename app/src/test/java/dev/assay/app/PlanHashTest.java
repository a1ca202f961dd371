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
        "world, 1, ddeee6f2bb11d5f597c2fe5608f8edb64f58e22607f23c4851d9da42097d3b4c",
        "world, 20261121, 84c3fd3c9e2d662cdae42f23f3a5998944d65d3fea1fbd55d1935f9676b31bd2",
        "general, 1, 22f2f251fc802a6715ae6a6918d99971da4cc9de0606a84cef43b4a13c9c4ed9",
        "general, 7, f17253e15a235a727802c0e554d882c276ecdb0be8c713658eba1c9d6faf53f3",
        "bank-support, 1, 99cdc6e3f264e3a25c1bbc4b69186f3919fce39fa1dfe534b9b624e500f2f2f5",
        "bank-support, 20261121, 8fbe735ee3c73780d551aba7b817b77071c53d41ccffbf28c07dfa54d5419ec2",
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
