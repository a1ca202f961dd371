package dev.assay.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Every other tokenizer, by the Hugging Face library through DJL. Its native code (about 10 MB) is
/// unpacked at the first use into `$DJL_CACHE_DIR`, or `~/.djl.ai/tokenizers`; it is told never to use
/// the network.
final class HuggingFace implements Tokenizer {

    /// A token for a byte that no other token covers.
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> added;
    private final Map<String, Integer> vocabulary;
    private final Map<Integer, String> special;
    private final OptionalInt longest;
    private final int[] anchor;
    private final String anchorText;
    private final int size;
    private final boolean byteLevel;
    private volatile @Nullable Map<Integer, String> names;

    private HuggingFace(
            HuggingFaceTokenizer tokenizer,
            Map<String, Integer> added,
            Map<String, Integer> vocabulary,
            Map<Integer, String> special,
            OptionalInt longest,
            boolean byteLevel) {
        this.byteLevel = byteLevel;
        this.tokenizer = tokenizer;
        this.added = added;
        this.vocabulary = vocabulary;
        this.longest = longest;
        this.special = special;
        anchor = encode("a");
        anchorText = decode(anchor);
        var largest = -1;
        for (var id : added.values()) {
            largest = Math.max(largest, id);
        }
        for (var id : vocabulary.values()) {
            largest = Math.max(largest, id);
        }
        size = largest + 1;
    }

    static Tokenizer open(Path file, JsonNode root) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        var added = new HashMap<String, Integer>();
        var special = new HashMap<Integer, String>();
        for (var token : root.path("added_tokens")) {
            added.put(token.path("content").asString(), token.path("id").asInt());
            if (token.path("special").asBoolean(false)) {
                special.put(token.path("id").asInt(), token.path("content").asString());
            }
        }
        var vocabulary = new HashMap<String, Integer>();
        var vocab = root.path("model").path("vocab");
        if (vocab.isObject()) {
            vocab.properties()
                    .forEach(entry ->
                            vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        } else { // Unigram: a list of pieces with their scores
            for (var i = 0; i < vocab.size(); i++) {
                vocabulary.put(vocab.get(i).path(0).asString(), i);
            }
        }
        try {
            var options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
            return new HuggingFace(
                    HuggingFaceTokenizer.newInstance(file, options),
                    added,
                    vocabulary,
                    special,
                    Reach.of(root),
                    Reach.isByteLevel(root.path("pre_tokenizer")));
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new CheckpointException(
                    "Cannot read the tokenizer %s (%s): save or fetch it again.".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public int[] encode(String text) {
        return encode(text, false);
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        return encode(text, true);
    }

    private int[] encode(String text, boolean specials) {
        var ids = tokenizer.encode(text, specials, false).getIds();
        var tokens = new int[ids.length];
        for (var i = 0; i < ids.length; i++) {
            tokens[i] = Math.toIntExact(ids[i]);
        }
        return tokens;
    }

    @Override
    public String decode(List<Integer> tokens) {
        return tokenizer.decode(tokens.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    private String decode(int... tokens) {
        return decode(Arrays.stream(tokens).boxed().toList());
    }

    /// What a token adds after another one that is always the same: decoders strip and join by what stands
    /// before.
    @Override
    public String piece(int token) {
        var name = special.get(token);
        if (name != null) {
            return name;
        }
        if (token < 0 || token >= size) {
            return "";
        }
        var both = Arrays.copyOf(anchor, anchor.length + 1);
        both[anchor.length] = token;
        var text = decode(both);
        return text.startsWith(anchorText) ? text.substring(anchorText.length()) : decode(token);
    }

    @Override
    public byte[] bytes(int token) {
        if (special.containsKey(token)) {
            return new byte[0];
        }
        var name = names().get(token);
        if (name != null && BYTE.matcher(name).matches()) {
            return new byte[] {(byte) Integer.parseInt(name.substring(3, 5), 16)};
        }
        if (name != null && byteLevel) {
            return ByteAlphabet.bytesOf(name);
        }
        return piece(token).getBytes(StandardCharsets.UTF_8);
    }

    private Map<Integer, String> names() {
        var known = names;
        if (known == null) {
            var made = new HashMap<Integer, String>();
            vocabulary.forEach((name, token) -> made.put(token, name));
            names = known = made;
        }
        return known;
    }

    @Override
    public OptionalInt id(String token) {
        var id = added.get(token);
        if (id == null) {
            id = vocabulary.get(token);
        }
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public OptionalInt longest() {
        return longest;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
