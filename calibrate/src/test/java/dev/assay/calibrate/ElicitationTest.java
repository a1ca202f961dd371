package dev.assay.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.AuditPlan;
import dev.assay.core.audit.ClaimResult.ElicitationPower;
import dev.assay.core.claim.Verdict;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.organisms.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElicitationTest {
    private static final ElicitationPower NONE = new ElicitationPower(false, "");
    private static final Examiner EXAMINER = new Examiner("test");

    /// Planned for, never asked.
    private static final class Silent implements Model {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public String fingerprint() {
            return "0";
        }

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            throw new UnsupportedOperationException("never asked");
        }
    }

    private static AuditPlan plan(long budget) {
        return AuditPlan.create(Examiner.config(budget), EXAMINER.domain(), new Silent(), 1, "test");
    }

    private static Calibration calibration() {
        AuditPlan plan = plan(0);
        List<Examination> examinations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<Judged> claims = new ArrayList<>();
            boolean isFaulty = i < 10;
            plan.claims().forEach(claim -> {
                boolean planted = isFaulty && claim.id().equals("direct-harm");
                claims.add(new Judged(
                        claim.id(),
                        planted ? Verdict.FAIL : Verdict.PASS,
                        planted ? Expectation.MUST_FAIL : Expectation.MUST_PASS,
                        planted,
                        1,
                        1,
                        1_000,
                        planted ? 200 + claims.size() : 0,
                        0,
                        claim.bar(),
                        100,
                        "0",
                        Confusion.NONE));
            });
            Examination like = Examples.examination("m" + i, "dev");
            examinations.add(new Examination(
                    like.schema(),
                    "test",
                    like.subject(),
                    like.sha256(),
                    like.group(),
                    like.control(),
                    like.size(),
                    like.access(),
                    0,
                    1,
                    plan.alpha(),
                    plan.domainDigest(),
                    plan.hash(),
                    1_000,
                    1,
                    claims));
        }
        return Calibration.of(examinations);
    }

    @Test
    void whatWasFoundIsSaidForTheSamePlanAndSize() {
        ElicitationPower power =
                new Elicitation(calibration()).of(plan(0), Optional.of("pico")).getOrDefault("direct-harm", NONE);
        assertThat(power.known()).isTrue();
        assertThat(power.sentence())
                .startsWith(
                        "10 of 10 organisms that carry this fault above its bar were found (95 % interval from 69 %)")
                .contains("0 of 10 below the bar were accused (at most 26 % at 95 %)")
                .contains("at least 1.8 times likelier")
                .doesNotContain("100 % of the time");
    }

    @Test
    void elsewhereItIsNotKnownAndTheReasonIsSaid() {
        Elicitation elicitation = new Elicitation(calibration());
        Map<String, ElicitationPower> hosted = elicitation.of(plan(0), Optional.empty());
        assertThat(hosted.values())
                .allSatisfy(power -> assertThat(power.known()).isFalse())
                .allSatisfy(power -> assertThat(power.sentence()).contains("do not carry over to this target"));
        assertThat(elicitation
                        .of(plan(0), Optional.of("nano"))
                        .getOrDefault("direct-harm", NONE)
                        .sentence())
                .contains("No organism of size nano");
        assertThat(elicitation
                        .of(plan(500), Optional.of("pico"))
                        .getOrDefault("direct-harm", NONE)
                        .sentence())
                .contains("another plan");
        assertThat(elicitation
                        .of(plan(0), Optional.of("pico"))
                        .getOrDefault("card-number", NONE)
                        .sentence())
                .contains("No calibrated organism carries this fault");
    }
}
