package dev.assay.engine.tokenizer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The tokens of a tokenizer by the bytes that they stand for. Several may stand for the same bytes. Safe
/// for use by many threads.
public final class Spelling {

    private final Map<ByteBuffer, List<Integer>> tokens = new HashMap<>();
    private final int longest;

    /// Looks at every token once.
    ///
    /// @param vocabulary tokens that the model has embeddings for; others are left out
    public Spelling(Tokenizer tokenizer, int vocabulary) {
        var most = 0;
        for (var token = 0; token < Math.min(tokenizer.size(), vocabulary); token++) {
            var bytes = tokenizer.bytes(token);
            if (bytes.length > 0) {
                tokens.computeIfAbsent(ByteBuffer.wrap(bytes), _ -> new ArrayList<>(1))
                        .add(token);
                most = Math.max(most, bytes.length);
            }
        }
        longest = most;
    }

    /// The tokens that stand for the next bytes of a text, few or many of them, but for none beyond its
    /// end.
    ///
    /// @param text UTF-8
    /// @param from the next byte, in [0, text.length]
    public void next(byte[] text, int from, IntConsumer found) {
        for (var length = 1; length <= Math.min(longest, text.length - from); length++) {
            var fitting = tokens.get(ByteBuffer.wrap(text, from, length));
            if (fitting != null) {
                fitting.forEach(found::accept);
            }
        }
    }
}
