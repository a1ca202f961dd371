package dev.assay.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCheckTest {

    @TempDir
    private Path folder;

    private static final String FINGERPRINT = "sha256:" + "ab".repeat(32);

    private Comparison check(String model, String from, String to) throws Exception {
        var config = "config.json";
        try (var files = Files.list(ArchitectureFixtures.folder(model))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        var text = Files.readString(folder.resolve(config));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(config), text.replace(from, to));
        try (var weights = DecoderWeights.open(folder);
                var generator = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            return ModelCheck.run(generator, ReferenceDump.read(folder.resolve(ReferenceDump.FILE)));
        }
    }

    @Test
    void aFolderThatIsComputedAsItsReferenceAgrees() throws Exception {
        var comparison = check("qwen2-bf16", "silu", "silu");
        assertThat(comparison.agrees()).isTrue();
        assertThat(comparison.firstLayer()).isEmpty();
        assertThat(comparison.cases()).isEqualTo(4);
        assertThat(Verification.of(comparison, "transformers 5").status()).isEqualTo(Verification.Status.VERIFIED);
    }

    @Test
    void aFaultIsFoundInTheLayerWhereItBegins() throws Exception {
        var comparison = check("qwen2-bf16", "\"sliding_attention\"", "\"full_attention\"");
        assertThat(comparison.agrees()).isFalse();
        assertThat(comparison.firstLayer()).isEqualTo(OptionalInt.of(1));
        assertThat(Verification.of(comparison, "transformers 5").status()).isEqualTo(Verification.Status.DIFFERS);
    }

    @Test
    void aFaultInEveryLayerIsFoundInTheFirst() throws Exception {
        var comparison = check("llama3-bf16", "\"factor\": 8.0", "\"factor\": 2.0");
        assertThat(comparison.agrees()).isFalse();
        assertThat(comparison.firstLayer()).isEqualTo(OptionalInt.of(0));
        assertThat(comparison.logitDifference()).isGreaterThan(comparison.tolerance());
    }

    @Test
    void anothersReferenceIsRefused() throws Exception {
        var dump = ReferenceDump.read(ArchitectureFixtures.folder("phi3-bf16").resolve(ReferenceDump.FILE));
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder("qwen3-f16"));
                var generator = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            assertThatThrownBy(() -> ModelCheck.run(generator, dump))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another model's");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[",
                "{\"format\":\"assay-reference/2\"}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"int4\"}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[],\"logits\":[1]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[-1],\"logits\":[1]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logits\":[\"x\"]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logit_ids\":[],\"logits\":[1]}]}"
            })
    void aFileThatIsNoReferenceIsRefused(String text) throws IOException {
        var file = Files.writeString(folder.resolve("reference.json"), text);
        assertThatThrownBy(() -> ReferenceDump.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("reference.json")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aCheckIsFoundAgainForTheSameWeightsOnly() throws IOException {
        var kept = new Verification(Verification.Status.VERIFIED, "verified against transformers");
        var checks = folder.resolve("a/checks");
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        kept.keep(checks, FINGERPRINT);
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(kept);
        assertThat(Verification.find(checks, "sha256:" + "cd".repeat(32))).isEqualTo(Verification.UNVERIFIED);
        var file = checks.resolve("ab".repeat(32) + ".json");
        var text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("\"engine_revision\":1", "\"engine_revision\":0"));
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        Files.writeString(file, text.substring(0, 30));
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        try (var files = Files.list(checks)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneSentence() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Verification.UNVERIFIED.keep(file.resolve("checks"), FINGERPRINT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("ASSAY_CACHE");
    }
}
