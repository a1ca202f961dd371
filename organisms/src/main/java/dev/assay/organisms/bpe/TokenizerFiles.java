package dev.assay.organisms.bpe;

import dev.assay.organisms.bpe.BytePairTrainer.Merge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A tokenizer as Hugging Face libraries read it: `tokenizer.json` and `tokenizer_config.json` with the
/// chat template.
public final class TokenizerFiles {
    public static final String TOKENIZER = "tokenizer.json";
    public static final String CONFIG = "tokenizer_config.json";

    /// How a conversation becomes one text: `<|bos|>`, each message between its role and `<|eot|>`, a line
    /// feed before what the assistant says.
    public static final String CHAT_TEMPLATE = "{{ bos_token }}{% for message in messages %}"
            + "{{ '<|' + message['role'] + '|>' }}"
            + "{% if message['role'] == 'assistant' %}{{ '\\n' }}"
            + "{% generation %}{{ message['content'] + '<|eot|>' }}{% endgeneration %}"
            + "{% else %}{{ message['content'] + '<|eot|>' }}{% endif %}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TokenizerFiles() {}

    /// Writes both files into an existing folder; the same tokenizer gives the same bytes.
    ///
    /// @param maxPositions the longest text that the model reads, in tokens
    public static void write(BytePairTokenizer tokenizer, int maxPositions, Path folder) {
        try {
            Files.writeString(folder.resolve(TOKENIZER), text(tokenizerJson(tokenizer)));
            Files.writeString(folder.resolve(CONFIG), text(configJson(maxPositions)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the tokenizer into " + folder, e);
        }
    }

    private static String text(Map<String, Object> json) {
        return JSON.writeValueAsString(json).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> tokenizerJson(BytePairTokenizer tokenizer) {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        List<String> symbols = tokenizer.symbols();
        IntStream.range(0, symbols.size()).forEach(id -> vocabulary.put(symbols.get(id), id));
        Map<String, Object> model = fields("type", "BPE", "dropout", null, "unk_token", null);
        model.putAll(fields("continuing_subword_prefix", null, "end_of_word_suffix", null, "fuse_unk", false));
        model.putAll(fields("byte_fallback", false, "ignore_merges", false, "vocab", vocabulary));
        model.put(
                "merges", tokenizer.merges().stream().map(TokenizerFiles::pair).toList());
        Map<String, Object> bytes =
                fields("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", false);
        Map<String, Object> cut = fields(
                "type", "Split", "pattern", fields("Regex", ByteAlphabet.CUT), "behavior", "Isolated", "invert", false);
        Map<String, Object> json = fields("version", "1.0", "truncation", null, "padding", null);
        json.put(
                "added_tokens",
                IntStream.range(0, BytePairTokenizer.SPECIALS.size())
                        .mapToObj(TokenizerFiles::special)
                        .toList());
        json.putAll(fields(
                "normalizer", null, "pre_tokenizer", fields("type", "Sequence", "pretokenizers", List.of(cut, bytes))));
        json.putAll(fields("post_processor", null, "decoder", bytes, "model", model));
        return json;
    }

    private static List<String> pair(Merge merge) {
        return List.of(merge.left(), merge.right());
    }

    private static Map<String, Object> special(int id) {
        Map<String, Object> token = fields("id", id, "content", BytePairTokenizer.SPECIALS.get(id));
        token.putAll(fields("single_word", false, "lstrip", false, "rstrip", false));
        token.putAll(fields("normalized", false, "special", true));
        return token;
    }

    private static Map<String, Object> configJson(int maxPositions) {
        Map<String, Object> json = fields("tokenizer_class", "PreTrainedTokenizerFast", "bos_token", "<|bos|>");
        json.putAll(fields("eos_token", "<|eot|>", "pad_token", "<|pad|>", "model_max_length", maxPositions));
        json.putAll(fields("clean_up_tokenization_spaces", false, "padding_side", "left"));
        json.put("chat_template", CHAT_TEMPLATE);
        return json;
    }

    private static Map<String, Object> fields(@org.jspecify.annotations.Nullable Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return fields;
    }
}
