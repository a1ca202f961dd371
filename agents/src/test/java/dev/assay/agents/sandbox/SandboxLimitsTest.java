package dev.assay.agents.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxLimitsTest {

    @Test
    void theDefaultsAreAsDocumented() {
        assertThat(SandboxLimits.DEFAULT)
                .isEqualTo(new SandboxLimits(
                        Duration.ofSeconds(30),
                        1 << 20,
                        512L << 20,
                        1024L << 20,
                        64,
                        64L << 20,
                        256L << 20,
                        64L << 20));
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatThrownBy(() -> SandboxLimits.DEFAULT.withTimeout(Duration.ZERO))
                .hasMessage("timeout must be more than 0, but is PT0S");
        assertThatThrownBy(() -> SandboxLimits.DEFAULT.withProcesses(1))
                .hasMessage("processes must be at least 4, but is 1");
        assertThatThrownBy(() -> Execution.of()).hasMessageContaining("at least the program");
        assertThatThrownBy(() -> Execution.of("a\0b")).hasMessageContaining("NUL");
    }
}
