package dev.assay.audit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.domain.Domain;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Prepared nodes are the file's nodes, and damage is seen or harmless, never a crash.
class PreparedYamlTest {

    private static YamlNode.Mapping parse(String text) {
        return YamlFile.parse("a.yaml", text.getBytes(StandardCharsets.UTF_8)).root();
    }

    @Test
    void everyNodeAndLineComesBack() {
        YamlNode.Mapping root = parse("""
                a: text
                b: [x, "", "ünïcödé 🜲", {c: 1, d: }]
                "": {}
                e: []
                """);
        assertThat(PreparedYaml.read(PreparedYaml.write(root))).contains(root);
        for (String name : Domain.BUILTIN) {
            YamlNode.Mapping domain =
                    YamlFile.parse(name, Domain.builtinBytes(name)).root();
            assertThat(PreparedYaml.read(PreparedYaml.write(domain))).contains(domain);
        }
    }

    @Test
    void damageIsNeverACrash() {
        byte[] whole = PreparedYaml.write(parse("a: [b, {c: d}, [e, f]]\ng: {h: i}\n"));
        for (int length = 0; length < whole.length; length++) {
            assertThat(PreparedYaml.read(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(PreparedYaml.read(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            assertThat(PreparedYaml.read(damaged)).isNotNull();
        }
    }
}
