package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.architecture.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsTest {

    @Test
    void tanhIsThatOfTheLibrary() {
        for (var x = -30.0; x <= 30; x += .013) {
            assertThat((double) Functions.tanh((float) x)).isCloseTo(Math.tanh((float) x), within(3e-7));
        }
        assertThat(Functions.tanh(1e30f)).isEqualTo(1);
        assertThat(Functions.tanh(-1e30f)).isEqualTo(-1);
    }

    /// Values of Python's `math.erfc`.
    @ParameterizedTest
    @CsvSource({
        "-3, 1.9999779095030015",
        "-0.5, 1.5204998778130465",
        "0, 1",
        "0.1, 0.8875370839817152",
        "1, 0.15729920705028513",
        "2.5, 0.0004069520174449589",
        "4, 1.541725790028002e-08"
    })
    void erfcIsThatOfPython(float x, double expected) {
        assertThat((double) Functions.erfc(x)).isCloseTo(expected, within(3e-7 * expected));
    }

    /// Values of torch.nn.functional.gelu and silu.
    @ParameterizedTest
    @CsvSource({
        "GELU, 1, 0.841344746",
        "GELU, -2, -0.045500264",
        "GELU_TANH, 1, 0.841192",
        "GELU_TANH, -2, -0.0454023",
        "SILU, 1, 0.731058579",
        "SILU, -2, -0.238405844"
    })
    void activationsAreThoseOfTorch(Activation activation, float x, double expected) {
        assertThat((double) Functions.activate(activation, x)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void aSoftCapKeepsSmallValuesAndBoundsLargeOnes() {
        var row = new float[] {.01f, 1000, -1000, 5};
        Functions.softCap(row, 3, 2, 10);
        assertThat(row[0]).isCloseTo(.02f, within(1e-6f));
        assertThat(row).contains(10, -10, 5);
    }
}
