package dev.assay.engine.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// A tokenizer of Llama 2's kind with a handful of words: `▁` for a space, byte fallback, a decoder that
/// strips the first space, and `<s>` before a text.
public final class LlamaLike {

    private static final String[] WORDS = {
        "▁", "Y", "e", "s", "Ye", "Yes", "▁Yes", "a", "▁a", "T", "h", "Th", "The", "▁The"
    };
    private static final String[] MERGES = {"Y e", "Ye s", "▁ Yes", "▁ a", "T h", "Th e", "▁ The"};

    private LlamaLike() {}

    public static Tokenizer open(Path folder) throws IOException {
        var root = JsonMapper.shared().createObjectNode().put("version", "1.0");
        var added = root.putArray("added_tokens");
        for (var name : new String[] {"<unk>", "<s>", "</s>"}) {
            added.addObject()
                    .put("id", added.size() - 1)
                    .put("content", name)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.set("normalizer", JsonMapper.shared().readTree("""
                {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
                  {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}"""));
        root.set("post_processor", JsonMapper.shared().readTree("""
                {"type": "TemplateProcessing",
                  "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                  "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}"""));
        root.set("decoder", JsonMapper.shared().readTree("""
                {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                  {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}"""));
        var model = root.putObject("model")
                .put("type", "BPE")
                .put("unk_token", "<unk>")
                .put("fuse_unk", true)
                .put("byte_fallback", true)
                .put("ignore_merges", false);
        var vocabulary = model.putObject("vocab").put("<unk>", 0).put("<s>", 1).put("</s>", 2);
        for (var b = 0; b < 256; b++) {
            vocabulary.put("<0x%02X>".formatted(b), vocabulary.size());
        }
        for (var word : WORDS) {
            vocabulary.put(word, vocabulary.size());
        }
        var merges = model.putArray("merges");
        for (var merge : MERGES) {
            merges.add(merge);
        }
        return Tokenizer.open(Files.writeString(folder.resolve("tokenizer.json"), root.toString()));
    }
}
