package dev.assay.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {

    private static final LlamaConfig CONFIG =
            LlamaConfig.of(8, 2, 2, 12, 20, 32).withTokens(1, List.of(5), 0);

    @TempDir
    private Path folder;

    @Test
    void aFolderIsReadBackAsItWasWritten() throws Exception {
        var weights = Weights.of(CONFIG, random(CONFIG));
        weights.write(folder);
        var read = Weights.read(folder);
        assertThat(read.config()).isEqualTo(CONFIG);
        for (var name : CONFIG.shapes().keySet()) {
            assertThat(read.get(name)).isEqualTo(weights.get(name));
        }
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(Weights.FILE)));
        assertThat(weights.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void severalEndTokensAndNoneSurviveTheFile() {
        for (var config : List.of(CONFIG.withTokens(-1, List.of(), -1), CONFIG.withTokens(1, List.of(2, 3), 0))) {
            Weights.of(config, random(config)).write(folder);
            assertThat(LlamaConfig.read(folder.resolve(Weights.CONFIG))).isEqualTo(config);
        }
    }

    @Test
    void missingForeignMisshapenAndBrokenWeightsAreRefused() {
        var missing = random(CONFIG);
        missing.remove("model.norm.weight");
        assertThatThrownBy(() -> Weights.of(CONFIG, missing))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.norm.weight");
        var foreign = random(CONFIG);
        foreign.put("model.layers.0.self_attn.q_proj.bias", new float[8]);
        assertThatThrownBy(() -> Weights.of(CONFIG, foreign)).hasMessageContaining("q_proj.bias");
        var misshapen = random(CONFIG);
        misshapen.put("model.norm.weight", new float[7]);
        assertThatThrownBy(() -> Weights.of(CONFIG, misshapen)).hasMessageContaining("[8]");
        var broken = random(CONFIG);
        broken.put("model.norm.weight", new float[] {1, 1, 1, Float.NaN, 1, 1, 1, 1});
        assertThatThrownBy(() -> Weights.of(CONFIG, broken)).hasMessageContaining("NaN at 3");
    }

    @Test
    void aTransposedTensorOfTheRightLengthIsRefused() throws IOException {
        Weights.of(CONFIG, random(CONFIG)).write(folder);
        var file = folder.resolve(Weights.FILE);
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replaceFirst("\\[12,8\\]", "[8,12]"), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Weights.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("[8, 12]")
                .hasMessageContaining("[12, 8]");
    }

    @Test
    void aMissingFolderIsOneSentence() {
        assertThatThrownBy(() -> Weights.read(folder.resolve("none")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    \"LlamaForCausalLM\" | \"Qwen2ForCausalLM\"      | Qwen2ForCausalLM
                    \"attention_bias\" : false | \"attention_bias\" : true | attention_bias
                    \"silu\"            | \"gelu\"                  | gelu
                    \"rope_type\" : \"default\" | \"rope_type\" : \"llama3\" | llama3
                    """)
    void otherArchitecturesAreNamedTogetherWithThoseSupported(String from, String to, String named) {
        var json = CONFIG.toJson();
        assertThat(json).contains(from);
        var bytes = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> LlamaConfigJson.parse(bytes, "config.json"))
                .isInstanceOf(UnsupportedArchitectureException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("LlamaForCausalLM");
    }

    @Test
    void bothSpellingsOfTheRotaryBaseAreRead() {
        var old = "{\"architectures\":[\"LlamaForCausalLM\"],\"hidden_size\":8,\"num_hidden_layers\":1,"
                + "\"num_attention_heads\":2,\"intermediate_size\":4,\"vocab_size\":9,\"rope_theta\":5e5,"
                + "\"torch_dtype\":\"bfloat16\"}";
        var config = LlamaConfigJson.parse(old.getBytes(StandardCharsets.UTF_8), "old");
        assertThat(config.ropeTheta()).isEqualTo(5e5);
        assertThat(config.dtype()).isEqualTo(Dtype.BF16);
        var recent = old.replace("\"rope_theta\":5e5", "\"rope_parameters\":{\"rope_theta\":7e5}");
        assertThat(LlamaConfigJson.parse(recent.getBytes(StandardCharsets.UTF_8), "new")
                        .ropeTheta())
                .isEqualTo(7e5);
    }

    @Test
    void damagedConfigsGiveACheckpointExceptionOrAConfig() {
        var random = new Random(7);
        var json = CONFIG.toJson().getBytes(StandardCharsets.UTF_8);
        for (var round = 0; round < 3_000; round++) {
            var mutated = json.clone();
            for (var i = 0; i < 1 + random.nextInt(3); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(LlamaConfigJson.parse(mutated, "mutated").layers()).isPositive();
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("mutated");
            }
        }
    }

    private static TreeMap<String, float[]> random(LlamaConfig config) {
        var random = new Random(1);
        var values = new TreeMap<String, float[]>();
        config.shapes().forEach((name, shape) -> {
            var numbers = new float[(int) LlamaConfig.size(shape)];
            for (var i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            values.put(name, numbers);
        });
        return values;
    }
}
