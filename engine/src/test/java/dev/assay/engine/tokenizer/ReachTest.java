package dev.assay.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How much text a token can stand for.
class ReachTest {

    private static final Path FILE = Fixtures.folder("untied-f32").resolve("tokenizer.json");

    private static int longest(JsonNode root) {
        return Reach.of(root).orElse(-1);
    }

    @Test
    void noTokenOfAByteLevelTokenizerReachesFurther() {
        var root = Fixtures.json(FILE);
        try (var tokenizer = Tokenizer.open(FILE)) {
            assertThat(tokenizer.longest()).hasValue(longest(root));
            for (var text : new String[] {"the cat ".repeat(300), " ".repeat(999), "\u0000\u200b😀漢".repeat(50)}) {
                assertThat(tokenizer.encode(text).length * longest(root)).isGreaterThanOrEqualTo(text.length());
            }
        }
    }

    @Test
    void aComposingNormaliserReachesFourTimesAsFar() {
        var root = (ObjectNode) Fixtures.json(FILE);
        var plain = longest(root);
        root.putObject("normalizer").put("type", "NFC");
        assertThat(longest(root)).isEqualTo(4 * plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"normalizer\": {\"type\": \"Strip\"}}",
                "{\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \" +\"}, \"content\": \" \"}}",
                "{\"pre_tokenizer\": {\"type\": \"Whitespace\"}}",
                "{\"pre_tokenizer\": {\"type\": \"Split\", \"behavior\": \"Removed\"}}",
                "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {}}}",
                "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"byte_fallback\": true}}",
                "{\"added_tokens\": [{\"content\": \"<a>\", \"id\": 0, \"rstrip\": true}]}",
            })
    void whereTextMayBeDroppedThereIsNoBound(String change) {
        var root = (ObjectNode) Fixtures.json(FILE);
        assertThat(Reach.of(root)).isPresent();
        root.setAll((ObjectNode) JsonMapper.shared().readTree(change));
        assertThat(Reach.of(root)).isEmpty();
    }

    @Test
    void byteFallbackHasABound() {
        var root = JsonMapper.shared().createObjectNode();
        root.putObject("normalizer")
                .put("type", "Replace")
                .put("content", "▁")
                .putObject("pattern")
                .put("String", " ");
        var vocabulary = root.putObject("model")
                .put("type", "BPE")
                .put("byte_fallback", true)
                .putObject("vocab");
        for (var b = 0; b < 256; b++) {
            vocabulary.put("<0x%02X>".formatted(b), b);
        }
        vocabulary.put("▁considerably", 256);
        assertThat(longest(root)).isEqualTo("▁considerably".length());
    }
}
