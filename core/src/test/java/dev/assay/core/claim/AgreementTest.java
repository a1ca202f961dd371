package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {

    /// Krippendorff 2011, example C: four observers, twelve units, missing values; nominal alpha .743.
    @Test
    void alphaIsThatOfKrippendorffsExample() {
        String[] observers = {
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
        };
        List<List<String>> units = IntStream.range(0, 12)
                .mapToObj(unit -> Arrays.stream(observers)
                        .map(row -> row.split(" ")[unit])
                        .filter(value -> !value.equals("."))
                        .toList())
                .toList();
        assertThat(Agreement.krippendorffAlpha(units)).isCloseTo(0.743, within(0.0005));
        assertThat(Agreement.krippendorffAlpha(List.of(List.of("a", "a"), List.of("a", "a"))))
                .isNaN();
        assertThat(Agreement.krippendorffAlpha(List.of(List.of("a", "a"), List.of("b", "b"))))
                .isEqualTo(1);
    }

    /// po = .7, pe = .5.
    @Test
    void kappaIsAgreementBeyondChance() {
        assertThat(Agreement.cohenKappa(new long[][] {{20, 5}, {10, 15}})).isCloseTo(0.4, within(1e-12));
        assertThat(Agreement.cohenKappa(new long[][] {{5, 0}, {0, 5}})).isEqualTo(1);
        assertThat(Agreement.cohenKappa(new long[][] {{5, 0}, {0, 0}})).isNaN();
    }
}
