package dev.assay.engine.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.Fingerprint;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    /// As a fine-tuning saves it that trained the head by itself.
    @Test
    void aHeadOfItsOwnBesideTiedEmbeddingsIsRefused() throws IOException {
        var tied = folder.resolve("tied");
        var weights = withHead(tied, (byte) 0);
        try (var opened = DecoderWeights.open(tied)) {
            assertThat(opened.layout().head()).isEqualTo(opened.layout().embeddings());
        }
        weights = withHead(tied, (byte) 1);
        assertThat(weights).isRegularFile();
        assertThatThrownBy(() -> DecoderWeights.open(tied).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("'lm_head.weight'", "tie_word_embeddings", "config.json")
                .hasMessageNotContaining("\n");
    }

    /// A copy of a tied model with its embeddings once more as the head, of which one bit may be another.
    private static Path withHead(Path into, byte change) throws IOException {
        var source = ArchitectureFixtures.folder("qwen2-bf16");
        Files.createDirectories(into);
        Files.copy(source.resolve("config.json"), into.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        var bytes = Files.readAllBytes(source.resolve("model.safetensors"));
        var length = (int)
                (long) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        var header = (ObjectNode) JsonMapper.shared().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));
        var embeddings = header.path("model.embed_tokens.weight");
        var from = embeddings.path("data_offsets").path(0).asInt();
        var to = embeddings.path("data_offsets").path(1).asInt();
        var data = bytes.length - 8 - length;
        var head = header.putObject("lm_head.weight");
        head.set("dtype", embeddings.path("dtype"));
        head.set("shape", embeddings.path("shape"));
        head.putArray("data_offsets").add(data).add(data + to - from);
        var text = header.toString().getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(8 + text.length + data + to - from).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(text.length).put(text).put(bytes, 8 + length, data).put(bytes, 8 + length + from, to - from);
        out.array()[out.capacity() - 1] ^= change;
        return Files.write(into.resolve("model.safetensors"), out.array());
    }

    @Test
    void anAdapterBesideTheWeightsIsRefused() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), "{}");
        refused("adapter_config.json", "merge");
    }
}
