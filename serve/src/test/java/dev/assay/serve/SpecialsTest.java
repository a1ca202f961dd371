package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.tokenizer.Tokenizer;
import dev.assay.organisms.Organisms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The special tokens around a prompt, where the tokenizer has a post-processor that adds them.
class SpecialsTest {

    private static final String PROCESSOR = """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<|bos|>", "type_id": 0}},
              {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
              "special_tokens": {"<|bos|>": {"id": "<|bos|>", "ids": [1], "tokens": ["<|bos|>"]}}}""";

    private static Tokenizer tokenizer(Path folder) throws IOException {
        var file = Organisms.materialise("finch", folder).resolve("tokenizer.json");
        var root = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(file));
        root.set("post_processor", JsonMapper.shared().readTree(PROCESSOR));
        return Tokenizer.open(Files.writeString(folder.resolve("with-bos.json"), root.toString()));
    }

    @Test
    void aTextHasThemAndTokensAndConversationsHaveNot(@TempDir Path folder) throws Exception {
        try (var tokenizer = tokenizer(folder);
                var server = ModelServer.start(
                        new Dawdling(tokenizer).ending(), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var tokens = tokenizer.encode("The colour");
            assertThat(promptTokens(wire, "\"The colour\"")).isEqualTo(tokens.length + 1);
            assertThat(promptTokens(wire, "[\"The colour\", \"The colour\"]")).isEqualTo(2 * (tokens.length + 1));
            assertThat(promptTokens(wire, "\"The colour\", \"add_special_tokens\": false"))
                    .isEqualTo(tokens.length);
            assertThat(promptTokens(wire, Arrays.toString(tokens))).isEqualTo(tokens.length);
            assertThat(wire.chat("").json().path("usage").path("prompt_tokens").asInt())
                    .isEqualTo(tokenizer.encode("What is the colour of iron?").length);
            assertThat(wire.chat(", \"add_special_tokens\": true").status()).isEqualTo(400);
        }
    }

    private static int promptTokens(Wire wire, String prompt) throws Exception {
        return wire.post("/completions", "{\"model\": \"finch\", \"prompt\": " + prompt + "}")
                .json()
                .path("usage")
                .path("prompt_tokens")
                .asInt();
    }
}
