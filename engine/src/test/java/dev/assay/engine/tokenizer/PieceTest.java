package dev.assay.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tokens one by one, and texts that stand alone.
class PieceTest {

    @TempDir
    private Path folder;

    @Test
    void aPieceKeepsTheSpaceThatBeginsIt() throws IOException {
        try (var tokenizer = LlamaLike.open(folder)) {
            assertThat(tokenizer.piece(tokenizer.id("▁Yes").getAsInt())).isEqualTo(" Yes");
            assertThat(tokenizer.piece(tokenizer.id("Yes").getAsInt())).isEqualTo("Yes");
            assertThat(tokenizer.piece(tokenizer.id("▁").getAsInt())).isEqualTo(" ");
            assertThat(tokenizer.piece(tokenizer.id("<0xE6>").getAsInt())).isEqualTo("�");
            assertThat(tokenizer.piece(tokenizer.id("<0x41>").getAsInt())).isEqualTo("A");
            assertThat(tokenizer.piece(tokenizer.id("</s>").getAsInt())).isEqualTo("</s>");
            assertThat(tokenizer.piece(-1)).isEmpty();
            assertThat(tokenizer.piece(tokenizer.size())).isEmpty();
        }
    }

    @Test
    void piecesOfAByteLevelTokenizerAreItsText() {
        try (var tokenizer = Tokenizer.open(Fixtures.folder("untied-f32").resolve("tokenizer.json"))) {
            var text = "The cat <|eot|> and 12 dogs";
            var pieces = Arrays.stream(tokenizer.encode(text))
                    .mapToObj(tokenizer::piece)
                    .collect(Collectors.joining());
            assertThat(pieces).isEqualTo(text);
            assertThat(tokenizer.piece(-1)).isEmpty();
            assertThat(tokenizer.piece(tokenizer.size())).isEmpty();
        }
    }

    @Test
    void aTextThatStandsAloneBeginsWithItsToken() throws IOException {
        try (var tokenizer = LlamaLike.open(folder)) {
            assertThat(tokenizer.encode("The a")).doesNotContain(1).hasSize(2);
            assertThat(tokenizer.encodeWithSpecials("The a")).startsWith(1).hasSize(3);
        }
    }

    /// What the reader in Java adds is what the library adds.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{'type': 'ByteLevel', 'add_prefix_space': false, 'trim_offsets': true, 'use_regex': true}",
                "{'type': 'TemplateProcessing', 'single': [{'SpecialToken': {'id': 'x', 'type_id': 0}},"
                        + " {'Sequence': {'id': 'A', 'type_id': 0}}, {'SpecialToken': {'id': 'y', 'type_id': 0}}],"
                        + " 'pair': [{'Sequence': {'id': 'A', 'type_id': 0}}, {'Sequence': {'id': 'B', 'type_id': 1}}],"
                        + " 'special_tokens': {'x': {'id': 'x', 'ids': [1, 3], 'tokens': ['<|bos|>', '<|user|>']},"
                        + " 'y': {'id': 'y', 'ids': [5], 'tokens': ['<|eot|>']}}}",
                "{'type': 'Sequence', 'processors': [{'type': 'ByteLevel', 'add_prefix_space': false,"
                        + " 'trim_offsets': true, 'use_regex': true}, {'type': 'TemplateProcessing',"
                        + " 'single': [{'SpecialToken': {'id': 'x', 'type_id': 0}}, {'Sequence': {'id': 'A', 'type_id': 0}}],"
                        + " 'pair': [{'Sequence': {'id': 'A', 'type_id': 0}}, {'Sequence': {'id': 'B', 'type_id': 1}}],"
                        + " 'special_tokens': {'x': {'id': 'x', 'ids': [1], 'tokens': ['<|bos|>']}}}]}",
                "{'type': 'RobertaProcessing', 'sep': ['<|eot|>', 5], 'cls': ['<|bos|>', 1], 'trim_offsets': true,"
                        + " 'add_prefix_space': false}",
            })
    void whatIsPutAroundATextIsWhatTheLibraryPuts(String processor) throws IOException {
        var root = (ObjectNode) Fixtures.json(Fixtures.folder("untied-f32").resolve("tokenizer.json"));
        root.set("post_processor", JsonMapper.shared().readTree(processor.replace('\'', '"')));
        var file = Files.writeString(folder.resolve("tokenizer.json"), root.toString());
        try (var ours = Tokenizer.open(file);
                var theirs = HuggingFace.open(file, root)) {
            for (var text : new String[] {"", "The cat", "<|bos|>The cat"}) {
                assertThat(ours.encodeWithSpecials(text)).isEqualTo(theirs.encodeWithSpecials(text));
                assertThat(ours.encode(text)).isEqualTo(theirs.encode(text));
            }
        }
    }
}
