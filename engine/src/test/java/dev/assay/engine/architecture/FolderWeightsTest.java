package dev.assay.engine.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.Fingerprint;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder in several files, and what can be wrong with it.
class FolderWeightsTest {

    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    private Path folder;

    private List<Path> shards = List.of();

    @BeforeEach
    void copyAGoodFolder() throws IOException {
        try (var files = Files.list(ArchitectureFixtures.folder("qwen3-sharded-bf16"))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        try (var files = Files.list(folder)) {
            shards = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> {
                    try (var weights = DecoderWeights.open(folder)) {
                        new Generator(weights, Kernel.scalar(), 1, 1, 0).close();
                    }
                })
                .isInstanceOf(CheckpointException.class)
                .hasMessageNotContaining("\n")
                .hasMessageContainingAll(parts);
    }

    private void change(Path file, String from, String to) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    @Test
    void severalFilesAreOneModelWithOneFingerprint() throws IOException {
        assertThat(shards).hasSizeGreaterThan(1);
        try (var weights = DecoderWeights.open(folder)) {
            assertThat(weights.layout().shapes().keySet()).allMatch(name -> weights.floats(name).length > 0);
            assertThat(weights.stored("model.norm.weight").orElseThrow().bytes().byteSize())
                    .isEqualTo(64);
        }
        var before = Fingerprint.of(folder);
        var bytes = Files.readAllBytes(shards.getLast());
        bytes[bytes.length - 1] ^= 1;
        Files.write(shards.getLast(), bytes);
        assertThat(Fingerprint.of(folder)).isNotEqualTo(before);
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        Files.delete(shards.get(1));
        refused(shards.get(1).getFileName().toString(), "missing", INDEX);
    }

    @Test
    void aShardThatIsCutShortIsNamed() throws IOException {
        var bytes = Files.readAllBytes(shards.get(1));
        Files.write(shards.get(1), Arrays.copyOf(bytes, bytes.length - 10));
        refused(shards.get(1).getFileName().toString(), "cut short");
    }

    @Test
    void anIndexThatNamesAPathIsRefused() throws IOException {
        change(folder.resolve(INDEX), shards.getFirst().getFileName().toString(), "../../secret.safetensors");
        refused("../../secret.safetensors", "no name of a safetensors file");
    }

    @Test
    void anIndexThatPlacesATensorElsewhereIsRefused() throws IOException {
        change(folder.resolve(INDEX), "\"model.norm.weight\"", "\"model.morn.weight\"");
        refused("model.morn.weight", INDEX);
    }

    @Test
    void anIndexWithoutAMapIsRefused() throws IOException {
        Files.writeString(folder.resolve(INDEX), "{}");
        refused(INDEX, "weight_map");
    }

    @Test
    void aWeightThatIsNoNumberIsNamed() throws IOException {
        for (var shard : shards) {
            var bytes = Files.readAllBytes(shard);
            bytes[bytes.length - 1] = 0x7F;
            bytes[bytes.length - 2] = (byte) 0xC0;
            Files.write(shard, bytes);
        }
        refused("Tensor 'model.", "NaN", folder.toString());
    }

    @Test
    void anotherShapeIsNamedWithBoth() throws IOException {
        change(folder.resolve("config.json"), "\"intermediate_size\": 40", "\"intermediate_size\": 44");
        refused("mlp", "[32, 44]", "[32, 40]");
    }

    @Test
    void aTensorOfAnotherModelIsNamed() throws IOException {
        change(folder.resolve("config.json"), "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
        change(folder.resolve("config.json"), "\"full_attention\",", "");
        refused("model.layers.1.", "none of a Qwen3ForCausalLM");
    }
}
