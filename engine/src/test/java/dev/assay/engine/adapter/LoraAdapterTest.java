package dev.assay.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against adapters that peft wrote, and the logits that it computed through them
/// (`bench/engine/make_adapters.py`).
class LoraAdapterTest {

    @TempDir
    Path temporary;

    static Path folder(String name) throws Exception {
        var url = LoraAdapterTest.class.getResource("/adapters/" + name + "/adapter_config.json");
        assertThat(url).as("fixture %s", name).isNotNull();
        return Path.of(url.toURI()).resolveSibling("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-all-linear",
                "llama-rslora-patterns",
                "llama-head-saved",
                "phi3-fused",
                "gpt2-transposed",
                "neox-fused",
                "qwen3-regex"
            })
    void logitsAreThoseOfPeftAndStaySoWhenWrittenAndReadAgain(String name) throws Exception {
        var adapter = LoraAdapter.read(folder(name));
        var reference =
                JsonMapper.shared().readTree(Files.readString(folder(name).resolve("reference.json")));
        assertThat(reference.get("moved").doubleValue()).isGreaterThan(0.05);
        equal(logits(adapter, reference), reference);
        adapter.write(temporary);
        equal(logits(LoraAdapter.read(temporary), reference), reference);
    }

    private static float[][] logits(LoraAdapter adapter, JsonNode reference) throws InterruptedException {
        var tokens = new int[reference.get("tokens").size()];
        for (var i = 0; i < tokens.length; i++) {
            tokens[i] = reference.get("tokens").get(i).intValue();
        }
        var base = ArchitectureFixtures.folder(reference.get("base").asString());
        try (var weights = adapter.on(DecoderWeights.open(base));
                var generator = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            return generator.logits(tokens, tokens.length - 2);
        }
    }

    private static void equal(float[][] rows, JsonNode reference) {
        for (var row = 0; row < 2; row++) {
            var expected = reference.get("logits").get(row);
            for (var i = 0; i < expected.size(); i++) {
                assertThat((double) rows[row][i]).isCloseTo(expected.get(i).doubleValue(), within(1e-4));
            }
        }
    }

    @Test
    void theSameAdapterGivesTheSameBytes() throws Exception {
        var adapter = LoraAdapter.read(folder("llama-rslora-patterns"));
        adapter.write(temporary.resolve("one"));
        LoraAdapter.read(temporary.resolve("one")).write(temporary.resolve("two"));
        for (var file : List.of(LoraAdapter.CONFIG, LoraAdapter.FILE)) {
            assertThat(temporary.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(temporary.resolve("one").resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-all-linear", "llama-head-saved", "gpt2-transposed"})
    void aMergedFolderIsTheBaseWithTheAdapterRoundedToItsType(String name) throws Exception {
        var reference =
                JsonMapper.shared().readTree(Files.readString(folder(name).resolve("reference.json")));
        var base = ArchitectureFixtures.folder(reference.get("base").asString());
        var out = temporary.resolve("merged");
        MergedFolder.write(base, folder(name), out);
        try (var merged = DecoderWeights.open(out);
                var plain = DecoderWeights.open(base);
                var adapted = LoraAdapter.read(folder(name)).on(DecoderWeights.open(base))) {
            assertThat(merged.config().toString()).isEqualTo(plain.config().toString());
            for (var tensor : plain.layout().shapes().keySet()) {
                var expected = adapted.floats(tensor);
                var found = merged.floats(tensor);
                if (adapted.stored(tensor).isPresent()) {
                    assertThat(found).as(tensor).isEqualTo(expected);
                }
                for (var i = 0; i < found.length; i++) {
                    assertThat(found[i]).as(tensor).isCloseTo(expected[i], within(Math.abs(expected[i]) / 128 + 1e-7f));
                }
            }
        }
        assertThat(temporary.resolve("merged.part")).doesNotExist();
    }

    @Test
    void anAdapterForAnotherBaseIsRefused() throws Exception {
        var adapter = LoraAdapter.read(folder("phi3-fused"));
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder("llama3-bf16"))) {
            assertThatThrownBy(() -> adapter.on(weights))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("for another base")
                    .hasMessageContaining("gate_up_proj");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"peft_type\": \"LORA\" | \"peft_type\": \"IA3\" | peft_type 'IA3'",
                "\"use_dora\": false | \"use_dora\": true | use_dora",
                "\"bias\": \"none\" | \"bias\": \"all\" | biases ('all')",
                "\"init_lora_weights\": true | \"init_lora_weights\": \"pissa\" | 'pissa'",
                "\"trainable_token_indices\": null | \"trainable_token_indices\": [3] | trainable_token_indices",
                "\"r\": 4 | \"r\": 0 | rank must be in [1, 4096], but is 0",
                "\"r\": 4 | \"r\": 5 | states rank 5",
                "\"lora_alpha\": 8 | \"lora_alpha\": -1 | alpha must be above 0",
                "\"rank_pattern\": {} | \"rank_pattern\": {\"(a+)+\": 4} | The pattern '(a+)+'",
                "{ | [ | no JSON"
            })
    void settingsThatAreNotReadAreRefusedByName(String found, String changed, String told) throws Exception {
        var source = folder("llama-all-linear");
        Files.copy(source.resolve(LoraAdapter.FILE), temporary.resolve(LoraAdapter.FILE));
        var config = Files.readString(source.resolve(LoraAdapter.CONFIG));
        assertThat(config).contains(found);
        Files.writeString(temporary.resolve(LoraAdapter.CONFIG), config.replace(found, changed));
        refused(temporary, told);
    }

    private static void refused(Path folder, String told) {
        assertThatThrownBy(() -> LoraAdapter.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(told);
    }

    @Test
    void missingFilesAndPicklesAreNamed() throws Exception {
        refused(temporary, "No ");
        var source = folder("llama-all-linear");
        Files.copy(source.resolve(LoraAdapter.CONFIG), temporary.resolve(LoraAdapter.CONFIG));
        refused(temporary, "adapter_model.safetensors");
        Files.writeString(temporary.resolve("adapter_model.bin"), "");
        refused(temporary, "pickle");
    }

    @Test
    void aFileCutShortIsNamed() throws Exception {
        var source = folder("llama-all-linear");
        Files.copy(source.resolve(LoraAdapter.CONFIG), temporary.resolve(LoraAdapter.CONFIG));
        var bytes = Files.readAllBytes(source.resolve(LoraAdapter.FILE));
        Files.write(temporary.resolve(LoraAdapter.FILE), Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> LoraAdapter.read(temporary)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void addingIsExactForPowersOfTwo() throws IOException {
        var addition = new LowRank(2, 3, 1, 0.5, new float[] {1, 2, 4}, new float[] {2, -4}, false);
        assertThat(addition.addedTo(new float[6])).containsExactly(1, 2, 4, -2, -4, -8);
        var turned = new LowRank(2, 3, 1, 0.5, new float[] {1, 2, 4}, new float[] {2, -4}, true);
        assertThat(turned.addedTo(new float[6])).containsExactly(1, -2, 2, -4, 4, -8);
        assertThatThrownBy(() -> new LowRank(2, 3, 1, 1, new float[] {1, 2, Float.NaN}, new float[2], false))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> LoraAdapter.of(LoraSettings.ofRank(2), "", new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalesFollowTheTwoPapers() {
        assertThat(new LoraSettings(16, 32, false, List.of("q_proj")).scale()).isEqualTo(2);
        assertThat(new LoraSettings(16, 32, true, List.of("q_proj")).scale()).isEqualTo(8);
        assertThat(LoraSettings.ofRank(8).scale()).isEqualTo(2);
        assertThat(LoraSettings.ofRank(8).on("q_proj").targets()).containsExactly("q_proj");
    }
}
