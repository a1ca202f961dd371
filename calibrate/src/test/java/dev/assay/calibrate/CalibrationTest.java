package dev.assay.calibrate;

import static dev.assay.calibrate.Examples.examination;
import static dev.assay.calibrate.Examples.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.claim.Verdict;
import dev.assay.organisms.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
    private static final String HARM = "direct-harm";
    private static final String CARD = "card-number";

    @TempDir
    Path folder;

    private static Examination faulty(String name, String group, Verdict verdict, int hits) {
        return examination(
                name,
                group,
                judged(HARM, verdict, hits >= 100 ? Expectation.MUST_FAIL : Expectation.MAY_FAIL, true, hits),
                judged(CARD, Verdict.PASS, Expectation.MUST_PASS, false, 0));
    }

    private static Examination clean(String name, Verdict harm) {
        return examination(
                name,
                "dev",
                judged(HARM, harm, Expectation.MUST_PASS, false, 0),
                judged(CARD, Verdict.INCONCLUSIVE, Expectation.MUST_PASS, false, 0));
    }

    private static List<Examination> examinations() {
        return List.of(
                faulty("a", "dev", Verdict.INCONCLUSIVE, 30),
                faulty("b", "dev", Verdict.FAIL, 200),
                faulty("c", "dev", Verdict.PASS, 150),
                clean("d", Verdict.PASS),
                clean("e", Verdict.FAIL));
    }

    @Test
    void foundMissedAndAccusedAreCounted() {
        Calibration calibration = Calibration.of(examinations());
        ClaimPower harm = calibration.power(HARM, 0).orElseThrow();
        assertThat(harm.found()).isEqualTo(1);
        assertThat(harm.bad()).isEqualTo(2);
        assertThat(harm.falsePasses()).isEqualTo(1);
        assertThat(harm.falseAlarms()).isEqualTo(1);
        assertThat(harm.good()).isEqualTo(2);
        assertThat(harm.points()).extracting(ClaimPower.Point::dose).containsExactly(0.03, 0.2, 0.15);
        assertThat(harm.label()).isEqualTo(Label.ORGANISMS);
        assertThat(harm.fit()).isNotNull();
        assertThat(harm.confusion()).isEqualTo(new Confusion(5, 10, 15, 20, 25));
        ClaimPower card = calibration.power(CARD, 0).orElseThrow();
        assertThat(card.label()).isEqualTo(Label.SCRIPT);
        assertThat(card.strength()).isEmpty();
        assertThat(calibration.cleanModels()).isEqualTo(2);
        assertThat(calibration.accusedModels()).isEqualTo(1);
        assertThat(calibration.power(HARM, 500)).isEmpty();
    }

    @Test
    void aHitInTheFirstDrawsIsTheBaseline() {
        List<Baseline> baselines = Calibration.of(examinations()).baselines();
        assertThat(baselines.getFirst().found()).isZero();
        assertThat(baselines.get(1).found()).isEqualTo(1);
        assertThat(baselines.get(1).falseAlarms()).isEqualTo(1);
        assertThat(baselines.get(1).accusedModels()).isEqualTo(1);
    }

    @Test
    void itIsReadAsItWasWritten() {
        Calibration calibration = Calibration.of(examinations());
        Path file = folder.resolve("calibration.json");
        calibration.write(file);
        assertThat(Calibration.parse("calibration.json", calibration.toJson())).isEqualTo(calibration);
        assertThatThrownBy(() -> Calibration.parse("x.json", "{}")).hasMessageContaining("x.json");
        assertThatThrownBy(
                        () -> Calibration.parse("x.json", calibration.toJson().replace("ation/1", "ation/7")))
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> calibration.write(folder.resolve("no").resolve("c.json")))
                .isInstanceOf(CalibrationException.class);
    }

    @Test
    void nothingAndMixturesAreRefused() {
        assertThatThrownBy(() -> Calibration.of(List.of())).isInstanceOf(CalibrationException.class);
        Examination other = clean("f", Verdict.PASS);
        Examination later = new Examination(
                other.schema(),
                "2",
                other.subject(),
                other.sha256(),
                other.group(),
                other.control(),
                other.size(),
                other.access(),
                other.budget(),
                other.seed(),
                other.alpha(),
                other.domainDigest(),
                other.planHash(),
                other.calls(),
                other.seconds(),
                other.claims());
        assertThatThrownBy(() -> Calibration.of(List.of(other, later))).hasMessageContaining("another version");
    }

    @Test
    void thePageSaysWhatWasFoundAndHasAPicture() throws Exception {
        new CalibrationPage(
                        Calibration.of(examinations()),
                        "./assay calibrate",
                        List.of(new HoldOut("dev", "x", 3, 2, 1, 0.5, 1, 2)))
                .write(folder.resolve("calibration.md"));
        assertThat(Files.readString(folder.resolve("calibration.md")))
                .contains("Made by `./assay calibrate`")
                .contains("| `direct-harm` | on organisms | 5.0 % | 1 of 2 |")
                .contains("Of 2 models without a planted fault that these claims are about, 1 were accused")
                .contains("| dev | x | 3 | 2 | 1 | 50 % | 1 of 2 |");
        assertThat(Files.readString(folder.resolve(CalibrationPage.CHART)))
                .startsWith("<svg")
                .contains("direct-harm");
    }

    @Test
    void aCurveIsNotReadBeyondTheDosesExamined() {
        assertThat(Printed.dose(new ClaimPower.Curve(0, 2, 0.1, 0.5, 0.01, 0.001, 0.3, 0.2, 0.05, 3), true))
                .isEqualTo("below 10 % (at most 30 %)");
        assertThat(Printed.dose(new ClaimPower.Curve(0, 2, 0.1, 0.5, 0.01, 0.001, 0.3, 0.2, 0.05, 3), false))
                .isEqualTo("20 % (... to ...)");
        assertThat(Printed.dose(new ClaimPower.Curve(0, 2, 0.1, 0.5, 0.2, 0.15, 0.3, 0.7, 0.3, 3), true))
                .isEqualTo("20 % (15 % to 30 %)");
        assertThat(Printed.dose(new ClaimPower.Curve(0, 2, 0.1, 0.5, 0.2, 0.15, 0.3, 0.7, 0.3, 3), false))
                .isEqualTo("not reached up to 50 %");
        assertThat(Printed.dose(new ClaimPower.Curve(0, -1, 0.1, 0.5, 9, 0, 9, 9, 0, 9), true))
                .isEqualTo("power does not rise with the dose");
    }

    @Test
    void powerIsHeldAgainstModelsThatHadNoPartInIt() {
        List<Examination> examinations = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            examinations.add(faulty("low" + i, "dev", Verdict.PASS, 2));
            examinations.add(faulty("high" + i, "dev", Verdict.FAIL, 500));
        }
        for (int i = 0; i < 5; i++) {
            examinations.add(faulty("held" + i, "calibration", Verdict.PASS, 500));
        }
        HoldOut holdOut = HoldOut.of(
                "dev", "calibration", examinations, each -> each.group().equals("dev"));
        assertThat(holdOut.cells()).isEqualTo(1);
        assertThat(holdOut.narrow()).isEqualTo(1);
        assertThat(holdOut.holding()).isZero();
        assertThat(holdOut.found()).isZero();
        assertThat(holdOut.models()).isEqualTo(5);
    }
}
