package dev.assay.engine.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sequences that were computed before, so that one that begins alike (the same system prompt, the next
/// turn of a conversation) computes only the rest. Bounded; the one used longest ago goes first. Never
/// changes a result.
final class PrefixCache {

    /// Shorter beginnings are cheaper to compute than to copy.
    static final int LEAST = 4;

    private record Entry(int[] tokens, KvCache cache) {}

    /// The first `length` positions of `cache` hold what is wanted.
    record Hit(KvCache cache, int length) {}

    private final long limit;
    private final List<Entry> entries = new ArrayList<>(); // the one used last at the end
    private long bytes;

    /// @param limit bytes that may be held; 0 keeps nothing
    PrefixCache(long limit) {
        this.limit = limit;
    }

    /// The longest beginning of `tokens`, at most `longest`, that is held.
    synchronized Optional<Hit> find(int[] tokens, int longest) {
        var best = -1;
        var length = LEAST - 1;
        for (var i = entries.size() - 1; i >= 0 && length < longest; i--) {
            var candidate = entries.get(i).tokens();
            var most = Math.min(longest, candidate.length);
            if (most > length && candidate[length] == tokens[length]) {
                var differs = Arrays.mismatch(tokens, 0, most, candidate, 0, most);
                var same = differs < 0 ? most : differs;
                if (same > length) {
                    length = same;
                    best = i;
                }
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        var entry = entries.remove(best);
        entries.add(entry);
        return Optional.of(new Hit(entry.cache(), length));
    }

    /// Keeps a finished sequence, whose cache must not be written to any more.
    synchronized void put(int[] tokens, KvCache cache) {
        var length = cache.length();
        if (cache.bytes() > limit || length < LEAST) {
            return;
        }
        for (var i = entries.size() - 1; i >= 0; i--) {
            var held = entries.get(i).tokens();
            var most = Math.min(length, held.length);
            if (Arrays.mismatch(tokens, 0, most, held, 0, most) >= 0) {
                continue;
            }
            if (held.length >= length) {
                return; // held already, and perhaps more
            }
            bytes -= entries.remove(i).cache().bytes();
        }
        entries.add(new Entry(Arrays.copyOf(tokens, length), cache));
        bytes += cache.bytes();
        while (bytes > limit) {
            bytes -= entries.removeFirst().cache().bytes();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
