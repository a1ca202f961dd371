package dev.assay.engine.tokenizer;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019) as Hugging Face's tokenizers
/// compute it, for files without a normaliser whose pre-tokenizer is a [PreTokenizer]: what organisms and
/// many small models use.
final class ByteLevelBpe implements Tokenizer {

    private static final int CACHED_WORDS = 20_000;
    private static final int LONGEST_CACHED = 32;

    /// Most symbols of a word for which looking through all pairs again and again is the faster way.
    private static final int SHORT = 64;

    /// A pair of tokens that becomes another; the lowest rank goes first.
    private record Merge(int rank, int token) {}

    private final PreTokenizer preTokenizer;
    private final Map<String, Integer> vocabulary;
    private final Map<Long, Merge> merges;
    private final Map<String, Integer> added;
    private final String[] addedLongestFirst;
    private final Set<Integer> special;
    private final Around around;
    private final OptionalInt longest;
    private final byte[] @Nullable [] bytes;
    private final int[] byteToken = new int[256];
    private final Map<String, int[]> words = new ConcurrentHashMap<>();

    private ByteLevelBpe(
            PreTokenizer preTokenizer,
            Map<String, Integer> vocabulary,
            Map<Long, Merge> merges,
            Map<String, Integer> added,
            Set<Integer> special,
            Around around,
            OptionalInt longest) {
        this.preTokenizer = preTokenizer;
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.added = added;
        this.special = special;
        this.around = around;
        this.longest = longest;
        addedLongestFirst = added.keySet().toArray(String[]::new);
        Arrays.sort(addedLongestFirst, Comparator.comparingInt(String::length).reversed());
        var largest = -1;
        for (var id : vocabulary.values()) {
            largest = Math.max(largest, id);
        }
        for (var id : added.values()) {
            largest = Math.max(largest, id);
        }
        bytes = new byte[largest + 1][];
        vocabulary.forEach((text, id) -> bytes[id] = ByteAlphabet.bytesOf(text));
        added.forEach((text, id) -> bytes[id] = text.getBytes(StandardCharsets.UTF_8));
        for (var b = 0; b < 256; b++) {
            var id = vocabulary.get(String.valueOf(ByteAlphabet.character((byte) b)));
            byteToken[b] = id == null ? -1 : id;
        }
    }

    /// The tokenizer that a file describes, or empty if it is of another kind.
    ///
    /// @throws CheckpointException if it is of this kind but contradicts itself
    static Optional<ByteLevelBpe> read(JsonNode root, String place) {
        var model = root.path("model");
        var pre = PreTokenizer.read(root.path("pre_tokenizer"));
        var around = Around.read(root.path("post_processor"));
        var plain = model.path("type").asString("BPE").equals("BPE")
                && model.path("vocab").isObject()
                && model.path("merges").isArray()
                && absent(model, "dropout")
                && absent(model, "unk_token")
                && absent(model, "continuing_subword_prefix")
                && absent(model, "end_of_word_suffix")
                && !model.path("byte_fallback").asBoolean(false)
                && !model.path("ignore_merges").asBoolean(false)
                && absent(root, "normalizer")
                && root.path("decoder").path("type").asString("").equals("ByteLevel");
        if (!plain || pre.isEmpty() || around.isEmpty()) {
            return Optional.empty();
        }
        var added = new HashMap<String, Integer>();
        var special = new HashSet<Integer>();
        for (var token : root.path("added_tokens")) {
            if (token.path("lstrip").asBoolean(false)
                    || token.path("rstrip").asBoolean(false)
                    || token.path("single_word").asBoolean(false)) {
                return Optional.empty();
            }
            added.put(token.path("content").asString(), token.path("id").asInt());
            if (token.path("special").asBoolean(false)) {
                special.add(token.path("id").asInt());
            }
        }
        var vocabulary = new HashMap<String, Integer>();
        for (var entry : model.path("vocab").properties()) {
            vocabulary.put(entry.getKey(), token(entry.getValue(), entry.getKey(), place));
        }
        for (var entry : added.entrySet()) {
            if (entry.getValue() < 0 || entry.getValue() >= 1 << 24) {
                throw new CheckpointException("The added token '%s' in %s has the number %d"
                        .formatted(entry.getKey(), place, entry.getValue()));
            }
        }
        return Optional.of(new ByteLevelBpe(
                pre.get(),
                vocabulary,
                merges(model.path("merges"), vocabulary, place),
                added,
                special,
                around.get(),
                Reach.of(root)));
    }

    private static boolean absent(JsonNode node, String field) {
        var value = node.path(field);
        return value.isMissingNode()
                || value.isNull()
                || value.isString() && value.asString().isEmpty();
    }

    private static int token(JsonNode value, String text, String place) {
        if (!value.isInt() || value.asInt() < 0 || value.asInt() >= 1 << 24) {
            throw new CheckpointException("The token '%s' in %s has the number %s".formatted(text, place, value));
        }
        return value.asInt();
    }

    private static Map<Long, Merge> merges(JsonNode list, Map<String, Integer> vocabulary, String place) {
        var merges = new HashMap<Long, Merge>();
        for (var merge : list) {
            var pair = merge.isArray()
                    ? new String[] {merge.path(0).asString(""), merge.path(1).asString("")}
                    : merge.asString("").split(" ", 2);
            var left = vocabulary.get(pair[0]);
            var right = pair.length < 2 ? null : vocabulary.get(pair[1]);
            var joined = pair.length < 2 ? null : vocabulary.get(pair[0] + pair[1]);
            if (left == null || right == null || joined == null) {
                throw new CheckpointException(
                        "The merge %s in %s names a token that its vocabulary lacks".formatted(merge, place));
            }
            merges.put(key(left, right), new Merge(merges.size(), joined)); // the last of equal pairs holds
        }
        return merges;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    @Override
    public int[] encode(String text) {
        var tokens = new Tokens();
        encode(text, tokens);
        return tokens.toArray();
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        var tokens = new Tokens();
        around.before().forEach(tokens::add);
        encode(text, tokens);
        around.after().forEach(tokens::add);
        return tokens.toArray();
    }

    private void encode(String text, Tokens tokens) {
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            var token = addedAt(text, i);
            if (token.isPresent()) {
                encodePlain(text.substring(start, i), tokens);
                tokens.add(added.getOrDefault(token.get(), -1));
                start = i + token.get().length();
                i = start - 1;
            }
        }
        encodePlain(text.substring(start), tokens);
    }

    private Optional<String> addedAt(String text, int at) {
        for (var token : addedLongestFirst) {
            if (!token.isEmpty() && text.startsWith(token, at)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    private void encodePlain(String text, Tokens tokens) {
        if (text.isEmpty()) {
            return;
        }
        for (var word : preTokenizer.split(text)) {
            var known = words.get(word);
            if (known == null) {
                known = merge(word);
                if (word.length() <= LONGEST_CACHED && words.size() < CACHED_WORDS) {
                    words.put(word, known);
                }
            }
            tokens.add(known);
        }
    }

    /// Joins neighbours, the lowest rank first and of equal ranks the leftmost, until no pair is left to
    /// join.
    private int[] merge(String word) {
        var utf8 = word.getBytes(StandardCharsets.UTF_8);
        var symbols = new int[utf8.length];
        var count = 0;
        for (var b : utf8) {
            if (byteToken[b & 0xFF] >= 0) { // a byte that the vocabulary lacks is dropped, as the library does
                symbols[count++] = byteToken[b & 0xFF];
            }
        }
        return count <= SHORT ? joined(symbols, count) : joinedByQueue(symbols, count);
    }

    private int[] joined(int[] symbols, int symbolCount) {
        var count = symbolCount;
        while (true) {
            Merge best = null;
            var at = -1;
            for (var i = 0; i + 1 < count; i++) {
                var merge = merges.get(key(symbols[i], symbols[i + 1]));
                if (merge != null && (best == null || merge.rank() < best.rank())) {
                    best = merge;
                    at = i;
                }
            }
            if (best == null) {
                return Arrays.copyOf(symbols, count);
            }
            symbols[at] = best.token();
            System.arraycopy(symbols, at + 2, symbols, at + 1, count - at - 2);
            count--;
        }
    }

    /// As [#joined], in n log n steps instead of n²: what may be joined waits by rank, then place. A
    /// place is that of its first symbol; a pair that was taken apart meanwhile is passed over.
    private int[] joinedByQueue(int[] symbols, int count) {
        var next = new int[count];
        var previous = new int[count];
        for (var i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        var waiting = new PriorityQueue<Long>();
        for (var i = 0; i + 1 < count; i++) {
            offer(waiting, symbols, i, i + 1);
        }
        for (var first = waiting.poll(); first != null; first = waiting.poll()) {
            var rank = (int) (first >> 32);
            var at = (int) (long) first;
            var after = symbols[at] < 0 ? count : next[at];
            var merge = after == count ? null : merges.get(key(symbols[at], symbols[after]));
            if (merge == null || merge.rank() != rank) {
                continue;
            }
            symbols[at] = merge.token();
            symbols[after] = -1;
            next[at] = next[after];
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(waiting, symbols, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(waiting, symbols, previous[at], at);
            }
        }
        return Arrays.stream(symbols, 0, count).filter(symbol -> symbol >= 0).toArray();
    }

    private void offer(PriorityQueue<Long> waiting, int[] symbols, int left, int right) {
        var merge = merges.get(key(symbols[left], symbols[right]));
        if (merge != null) {
            waiting.add(key(merge.rank(), left));
        }
    }

    @Override
    public String decode(List<Integer> tokens) {
        var out = new ByteArrayOutputStream(4 * tokens.size());
        for (int token : tokens) {
            var text = token >= 0 && token < bytes.length && !special.contains(token) ? bytes[token] : null;
            if (text != null) {
                out.writeBytes(text);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String piece(int token) {
        var text = token >= 0 && token < bytes.length ? bytes[token] : null;
        return text == null ? "" : new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int token) {
        var text = token >= 0 && token < bytes.length && !special.contains(token) ? bytes[token] : null;
        return text == null ? new byte[0] : text.clone();
    }

    @Override
    public OptionalInt id(String token) {
        var id = added.getOrDefault(token, vocabulary.getOrDefault(token, -1));
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public OptionalInt longest() {
        return longest;
    }

    /// A growing list of tokens.
    private static final class Tokens {
        private int[] values = new int[64];
        private int count;

        void add(int... more) {
            if (count + more.length > values.length) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, count + more.length));
            }
            System.arraycopy(more, 0, values, count, more.length);
            count += more.length;
        }

        int[] toArray() {
            return Arrays.copyOf(values, count);
        }
    }
}
