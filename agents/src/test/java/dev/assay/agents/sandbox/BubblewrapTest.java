package dev.assay.agents.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BubblewrapTest extends SandboxContract {

    private static final Optional<String> OBSTACLE = Bubblewrap.obstacle();

    @BeforeAll
    static void needsBubblewrap() {
        Assumptions.assumeTrue(OBSTACLE.isEmpty(), () -> "No sandbox here: " + OBSTACLE.orElse(""));
    }

    @Override
    SandboxFactory factory(SandboxLimits limits) {
        return Bubblewrap.with(limits);
    }

    @Test
    void itsVersionIsKnown() {
        assertThat(Bubblewrap.with(SandboxLimits.DEFAULT).description()).matches("bubblewrap \\d+\\.\\d+.*");
    }

    @Test
    void theCommandLineShutsEveryDoor() {
        List<String> line = new BubblewrapCommand(
                        Path.of("/t/work"),
                        Path.of("/t/passwd"),
                        Path.of("/t/status"),
                        Map.of("/opt/java", Path.of("/j")),
                        OptionalInt.of(7),
                        SandboxLimits.DEFAULT)
                .with(List.of("program", "--unshare-nothing"));
        assertThat(line)
                .contains("--unshare-all", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv")
                .containsSubsequence("setpriv", "--reuid=7", "--no-new-privs", "bwrap")
                .containsSubsequence("--cap-drop", "ALL")
                .containsSubsequence("--ro-bind", "/j", "/opt/java")
                .containsSubsequence("--remount-ro", "/")
                .containsSubsequence("--", "/usr/bin/prlimit", "--nproc=64", "--", "program", "--unshare-nothing");
        assertThat(line).doesNotContain("--share-net", "--dev-bind");
    }
}
