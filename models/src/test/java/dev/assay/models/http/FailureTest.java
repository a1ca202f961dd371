package dev.assay.models.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an attempt without an answer may have cost.
class FailureTest {

    private static final HttpFailures FAILURES = new HttpFailures(ApiKey.bearer("NONE", _ -> null));

    private static boolean isFree(int status) {
        return FAILURES.ofStatus(status, "", Optional.empty(), true).isFree();
    }

    private static boolean isFree(IOException failure) {
        return FAILURES.ofException(failure, true).isFree();
    }

    @Test
    void whatWasTurnedAwayIsFree() {
        assertThat(new boolean[] {isFree(401), isFree(404), isFree(429), isFree(400), isFree(503), isFree(529)})
                .containsOnly(true);
        assertThat(isFree(new ConnectException())).isTrue();
    }

    @Test
    void whatMayHaveBeenAnsweredIsNot() {
        assertThat(new boolean[] {isFree(500), isFree(502), isFree(504), isFree(408)})
                .containsOnly(false);
        assertThat(isFree(new SocketTimeoutException())).isFalse();
        assertThat(isFree(new SocketException("Connection reset"))).isFalse();
        assertThat(Failure.passing(Kind.MALFORMED, "", "").isFree()).isFalse();
    }
}
