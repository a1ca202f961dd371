package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.telemetry.TelemetryMode;
import dev.assay.models.http.Connections;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What stands between a run and its models.
class EvalCallsTest {

    private static EvalSettings settings() {
        return new EvalSettings(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(7),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TelemetryMode.OFF,
                false,
                false,
                "",
                false);
    }

    @Test
    void eachEndpointHasItsOwnLimitAndOneOrderChangesAll() {
        EvalCalls calls = EvalCalls.of(settings(), "a");
        Connections target = calls.connectionsAt("http://127.0.0.1:1/v1");
        Connections grader = calls.connectionsAt("http://127.0.0.1:2/v1");
        assertThat(target).isNotSameAs(grader);
        assertThat(calls.connectionsAt("http://127.0.0.1:1/v1")).isSameAs(target);
        assertThat(target.state().cap()).isEqualTo(7);
        calls.concurrency(3);
        assertThat(target.state().cap()).isEqualTo(3);
        assertThat(grader.state().cap()).isEqualTo(3);
        assertThat(calls.connectionsAt("http://127.0.0.1:3/v1").state().cap()).isEqualTo(3);
    }
}
