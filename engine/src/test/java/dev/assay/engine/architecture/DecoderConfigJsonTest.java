package dev.assay.engine.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.UnsupportedArchitectureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderConfigJsonTest {

    private static final String LLAMA = """
            {"architectures":["LlamaForCausalLM"],"hidden_size":8,"num_hidden_layers":2,"num_attention_heads":2,
            "intermediate_size":4,"vocab_size":9""";

    private static DecoderConfig parse(String json) {
        return DecoderConfigJson.parse(json.getBytes(StandardCharsets.UTF_8), "config.json");
    }

    @Test
    void whatALlamaLeavesOutHasTheValueOfTransformers() {
        var config = parse(LLAMA + "}");
        assertThat(config.maxPositions()).isEqualTo(2048);
        assertThat(config.norm().epsilon()).isEqualTo(1e-6);
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.headDim()).isEqualTo(4);
        assertThat(config.tieWordEmbeddings()).isFalse();
        assertThat(config.layers().getFirst().rotary())
                .contains(new RotaryPositions(4, 10_000, new RotaryScaling.None()));
        assertThat(config.eosIds()).isEmpty();
    }

    @Test
    void whatGemma2LeavesOutHasTheValueOfTransformers() {
        var config = parse(LLAMA.replace("LlamaForCausalLM", "Gemma2ForCausalLM")
                + ",\"num_key_value_heads\":1,\"hidden_act\":\"gelu\"}");
        assertThat(config.headDim()).isEqualTo(256);
        assertThat(config.attention().scale()).isEqualTo(1.0 / 16);
        assertThat(config.attention().softCap()).isEqualTo(50);
        assertThat(config.logitSoftCap()).isEqualTo(30);
        assertThat(config.mlp().activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(config.tieWordEmbeddings()).isTrue();
        assertThat(config.layers()).extracting(LayerAttention::window).containsExactly(4096, 0);
        var uncapped = parse(LLAMA.replace("LlamaForCausalLM", "Gemma2ForCausalLM")
                + ",\"num_key_value_heads\":1,\"attn_logit_softcapping\":null}");
        assertThat(uncapped.attention().softCap()).isZero();
        assertThat(uncapped.logitSoftCap()).isEqualTo(30);
    }

    @Test
    void mistralSlidesUnlessItSaysOtherwise() {
        var silent = LLAMA.replace("LlamaForCausalLM", "MistralForCausalLM") + ",\"num_key_value_heads\":1";
        assertThat(parse(silent + "}").layers())
                .extracting(LayerAttention::window)
                .containsOnly(4096);
        assertThat(parse(silent + ",\"sliding_window\":null}").layers())
                .extracting(LayerAttention::window)
                .containsOnly(0);
    }

    @Test
    void phi3ReachesAsFarAsItsFirstFactorsServe() {
        var config = parse(LLAMA.replace("LlamaForCausalLM", "Phi3ForCausalLM")
                + ",\"max_position_embeddings\":131072,\"original_max_position_embeddings\":4096,\"rope_scaling\":"
                + "{\"type\":\"longrope\",\"short_factor\":[1.0,1.5],\"long_factor\":[2.0,4.0]}}");
        assertThat(config.maxPositions()).isEqualTo(4096);
        assertThat(config.layers().getFirst().rotary().orElseThrow().attentionFactor())
                .isEqualTo((float) Math.sqrt(1 + Math.log(32) / Math.log(4096)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "rope_parameters":{"rope_type":"spiral"}                 | rope_type 'spiral'
            "hidden_act":"relu"                                      | hidden_act 'relu'
            "quantization_config":{"bits":4}                         | quantization_config
            "layer_types":["full_attention","chunked_attention"]     | layer_types of a Llama
            """)
    void whatIsNotComputedIsNamedWithWhatIs(String setting, String named) {
        assertThatThrownBy(() -> parse(LLAMA + "," + setting + "}"))
                .isInstanceOf(UnsupportedArchitectureException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("config.json")
                .hasMessageContaining("Qwen3ForCausalLM")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MambaForCausalLM", "Gemma3ForConditionalGeneration", "Qwen3MoeForCausalLM"})
    void anotherArchitectureIsNamed(String name) {
        assertThatThrownBy(() -> parse(LLAMA.replace("LlamaForCausalLM", name) + "}"))
                .isInstanceOf(UnsupportedArchitectureException.class)
                .hasMessageStartingWith(name + " in config.json is not supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "num_key_value_heads":3                                  | multiple
            "head_dim":16777216,"num_key_value_heads":1              | wider
            "num_hidden_layers":1000000                              | num_hidden_layers 1000000
            "rope_parameters":{"rope_type":"llama3","factor":8}      | lacks low_freq_factor
            "rope_scaling":{"type":"linear","factor":0.5}            | not at least 1
            "rope_theta":-3                                          | rope_theta
            "rms_norm_eps":0                                         | epsilon
            "dtype":"float8"                                         | float8
            "model_type":"mistral"                                   | 'mistral'
            "rope_scaling":{"type":"linear","factor":2},"rope_parameters":{"rope_type":"default"} | both set
            """)
    void aValueThatCannotBeIsNamedWithTheFile(String setting, String named) {
        assertThatThrownBy(() -> parse(LLAMA + "," + setting + "}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("config.json");
    }

    @Test
    void oneScalingThatIsStatedTwiceIsOne() {
        var scaling = "{\"rope_type\":\"linear\",\"factor\":2.0}";
        for (var other : new String[] {"null", "{}", scaling}) {
            var config = parse(LLAMA + ",\"rope_scaling\":" + other + ",\"rope_parameters\":" + scaling + "}");
            assertThat(config.layers().getFirst().rotary().orElseThrow().scaling())
                    .isEqualTo(new RotaryScaling.Linear(2));
        }
    }

    @Test
    void damagedConfigsGiveACheckpointExceptionOrALayout() throws IOException {
        var random = new Random(7);
        for (var name : ArchitectureFixtures.MODELS) {
            var json = Files.readAllBytes(ArchitectureFixtures.folder(name).resolve("config.json"));
            for (var round = 0; round < 300; round++) {
                var mutated = json.clone();
                for (var i = 0; i < 1 + random.nextInt(3); i++) {
                    mutated[random.nextInt(mutated.length)] =
                            (byte) "0123456789-.,:\"{}[]nulltrue".charAt(random.nextInt(26));
                }
                try {
                    var config = DecoderConfigJson.parse(mutated, "mutated");
                    assertThat(DecoderLayout.of(config).shapes()).isNotEmpty();
                } catch (CheckpointException e) {
                    assertThat(e).hasMessageContaining("mutated");
                }
            }
        }
    }
}
