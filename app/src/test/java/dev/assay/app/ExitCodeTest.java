package dev.assay.app;

import static dev.assay.app.ExitCode.BAD_INPUT;
import static dev.assay.app.ExitCode.CALLS_ERRORED;
import static dev.assay.app.ExitCode.CLAIM_FAILED;
import static dev.assay.app.ExitCode.INCONCLUSIVE;
import static dev.assay.app.ExitCode.INTERNAL;
import static dev.assay.app.ExitCode.INTERRUPTED;
import static dev.assay.app.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    @Test
    void codesAreStable() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).containsExactly(0, 1, 2, 3, 4, 70, 130);
    }

    @Test
    void theWorstWinsInTheOrderOfTheDesign() {
        List<ExitCode> order = List.of(INTERNAL, BAD_INPUT, INTERRUPTED, CALLS_ERRORED, CLAIM_FAILED, INCONCLUSIVE, OK);
        for (int i = 0; i < order.size(); i++) {
            for (int j = i; j < order.size(); j++) {
                assertThat(ExitCode.worst(order.get(i), order.get(j))).isEqualTo(order.get(i));
                assertThat(ExitCode.worst(order.get(j), order.get(i))).isEqualTo(order.get(i));
            }
        }
    }
}
