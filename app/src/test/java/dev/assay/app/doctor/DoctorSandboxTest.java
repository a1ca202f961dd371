package dev.assay.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorSandboxTest {

    @Test
    void aMachineWithoutSandboxIsLimitedAndToldWhy() {
        Check check = Doctor.sandbox(Optional.of("bwrap is not installed: install bubblewrap."), List.of());
        assertThat(check.state()).isEqualTo(Check.State.LIMITED);
        assertThat(check.finding()).isEqualTo("bwrap is not installed: install bubblewrap. (no container engine)");
        assertThat(check.remedy()).isNotEmpty();
    }

    @Test
    void aSandboxThatWorksIsNamedWithTheEnginesThatAnswer() {
        Check check = Doctor.sandbox(Optional.empty(), List.of("docker", "podman"));
        assertThat(check.state()).isEqualTo(Check.State.GOOD);
        assertThat(check.finding()).startsWith("bubblewrap").endsWith(", docker and podman");
    }
}
