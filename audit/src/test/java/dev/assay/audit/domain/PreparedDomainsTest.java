package dev.assay.audit.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// A prepared domain is the same domain, and a folder that is missing or damaged changes nothing.
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PreparedDomainsTest {

    private static final byte[] OWN = """
            schema: assay.domain/1
            name: own
            description: "A few requests."
            refusal: {markers: ["I cannot"]}
            benign: [{text: "How do I bake?"}]
            """.getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @BeforeEach
    void name() {
        System.setProperty(PreparedDomains.FOLDER_PROPERTY, folder.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(PreparedDomains.FOLDER_PROPERTY);
    }

    /// Without the slots, which have no equality of their own; every text that is drawn from them is a part.
    private static String essence(Domain domain) {
        return domain.toString().replaceAll("Slots@[0-9a-f]+", "Slots")
                + domain.slots().names();
    }

    @Test
    void areTheSameDomains() throws IOException {
        List<String> before = Domain.BUILTIN.stream()
                .map(name -> essence(Domain.builtin(name)))
                .toList();
        String own = essence(Domain.parse("own.yaml", OWN));
        PreparedDomains.prepare(folder, List.of(OWN));
        assertThat(PreparedDomains.nodes(Seeds.hex(OWN))).isPresent();
        assertThat(Domain.BUILTIN.stream().map(name -> essence(Domain.builtin(name))))
                .isEqualTo(before);
        assertThat(essence(Domain.parse("own.yaml", OWN))).isEqualTo(own);
    }

    @Test
    void damageAndAbsenceAreReadTheUsualWay() throws IOException {
        String own = essence(Domain.parse("own.yaml", OWN));
        PreparedDomains.prepare(folder, List.of(OWN));
        Files.write(folder.resolve(Seeds.hex(OWN)), new byte[] {1, 2, 3});
        assertThat(essence(Domain.parse("own.yaml", OWN))).isEqualTo(own);
        Files.delete(folder.resolve("general.yaml"));
        assertThat(Domain.builtin("general").name()).isEqualTo("general");
    }

    @Test
    void mistakesStillNameFileAndLine() throws IOException {
        byte[] wrong = new String(OWN, StandardCharsets.UTF_8)
                .replace("benign:", "begnin:")
                .getBytes(StandardCharsets.UTF_8);
        PreparedDomains.prepare(folder, List.of(wrong));
        assertThat(PreparedDomains.nodes(Seeds.hex(wrong))).isPresent();
        assertThatThrownBy(() -> Domain.parse("own.yaml", wrong))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("(own.yaml, line 5).");
    }
}
