package dev.assay.organisms.bpe;

import dev.assay.core.model.ChatMessage;
import dev.assay.organisms.bpe.BytePairTrainer.Merge;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/// Text to token ids and back. Ids: the six special tokens, then the 256 bytes in the order of their
/// characters, then one id for each merge.
public final class BytePairTokenizer {
    /// The special tokens; the position is the id.
    public static final List<String> SPECIALS =
            List.of("<|pad|>", "<|bos|>", "<|system|>", "<|user|>", "<|assistant|>", "<|eot|>");

    /// Ids of the special tokens.
    public static final int PAD = 0;

    public static final int BOS = 1;
    public static final int EOT = 5;

    private final List<Merge> merges;
    private final List<String> symbols = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final Map<String, int[]> known = new HashMap<>();

    public BytePairTokenizer(List<Merge> merges) {
        this.merges = List.copyOf(merges);
        SPECIALS.forEach(this::add);
        java.util.stream.IntStream.range(0, 256)
                .mapToObj(value -> String.valueOf(ByteAlphabet.shown(value)))
                .sorted()
                .forEach(this::add);
        for (Merge merge : this.merges) {
            ranks.put(merge, ranks.size());
            add(merge.left() + merge.right());
        }
    }

    private void add(String symbol) {
        if (ids.putIfAbsent(symbol, symbols.size()) == null) {
            symbols.add(symbol);
        }
    }

    /// Number of tokens.
    public int size() {
        return symbols.size();
    }

    /// The merges, in order.
    public List<Merge> merges() {
        return merges;
    }

    /// The symbol of each id, in order.
    public List<String> symbols() {
        return List.copyOf(symbols);
    }

    /// The ids of a text, which special tokens in it do not interrupt: `<|eot|>` in a text is plain
    /// characters.
    public int[] encode(String text) {
        List<int[]> parts = new ArrayList<>();
        Matcher matcher = ByteAlphabet.pieces(text);
        while (matcher.find()) {
            parts.add(known.computeIfAbsent(matcher.group(), this::merged));
        }
        return parts.stream().flatMapToInt(java.util.Arrays::stream).toArray();
    }

    private int[] merged(String piece) {
        List<String> word = new ArrayList<>(List.of(ByteAlphabet.shown(piece).split("")));
        while (word.size() > 1) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int j = 0; j + 1 < word.size(); j++) {
                int rank = ranks.getOrDefault(new Merge(word.get(j), word.get(j + 1)), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = j;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                break;
            }
            word.set(best, word.get(best) + word.remove(best + 1));
        }
        return word.stream().mapToInt(this::id).toArray();
    }

    private int id(String symbol) {
        Integer id = ids.get(symbol);
        if (id == null) {
            throw new IllegalStateException("No token is '" + symbol + "'.");
        }
        return id;
    }

    /// The text of some ids; special tokens are left out, bytes that are no UTF-8 become U+FFFD.
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            if (token >= SPECIALS.size()) {
                symbols.get(token).chars().forEach(shown -> bytes.write(ByteAlphabet.value((char) shown)));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// A conversation as the chat template writes it.
    ///
    /// @param messages the messages, in order
    /// @param answering whether the opening of an answer is added at the end
    public Rendered render(List<ChatMessage> messages, boolean answering) {
        Rendered rendered = new Rendered();
        rendered.add(BOS, false);
        for (ChatMessage message : messages) {
            boolean spoken = message.role() == ChatMessage.Role.ASSISTANT;
            rendered.add(SPECIALS.indexOf("<|" + message.role().wireName() + "|>"), false);
            for (int token : spoken ? encode("\n") : new int[0]) {
                rendered.add(token, false);
            }
            for (int token : encode(message.content())) {
                rendered.add(token, spoken);
            }
            rendered.add(EOT, spoken);
        }
        if (answering) {
            rendered.add(SPECIALS.indexOf("<|assistant|>"), false);
            for (int token : encode("\n")) {
                rendered.add(token, false);
            }
        }
        return rendered;
    }

    /// Token ids, each with whether it is the model's to say.
    public static final class Rendered {
        private final List<Integer> tokens = new ArrayList<>();
        private final List<Boolean> spoken = new ArrayList<>();

        private void add(int token, boolean isSpoken) {
            tokens.add(token);
            spoken.add(isSpoken);
        }

        /// The ids.
        public int[] tokens() {
            return tokens.stream().mapToInt(Integer::intValue).toArray();
        }

        /// Whether the token at a position is the model's to say.
        public boolean isSpoken(int position) {
            return spoken.get(position);
        }
    }
}
