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

    private record Entry(int[] tokens, SequenceCache cache) {}

    /// A cache of one's own, of which `length` positions hold what is wanted.
    record Hit(SequenceCache cache, int length) {}

    private final long limit;
    private final List<Entry> entries = new ArrayList<>(); // the one used last at the end
    private long bytes;

    /// @param limit bytes that may be held; 0 keeps nothing
    PrefixCache(long limit) {
        this.limit = limit;
    }

    /// A copy of the longest beginning of `tokens`, at most `longest`, that is held.
    ///
    /// @param count tokens of the sequence as it is now
    /// @param more positions behind it that the copy has room for at most
    synchronized Optional<Hit> find(int[] tokens, int longest, int count, int more) {
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
        return Optional.of(new Hit(entry.cache().beginning(length, Math.min(count, length + more) + 16), length));
    }

    /// Keeps a finished sequence, whose cache must not be written to any more, or closes its cache.
    synchronized void put(int[] tokens, SequenceCache cache) {
        var length = cache.length();
        if (cache.bytes() > limit || length < LEAST) {
            cache.close();
            return;
        }
        for (var i = entries.size() - 1; i >= 0; i--) {
            var held = entries.get(i).tokens();
            var most = Math.min(length, held.length);
            if (Arrays.mismatch(tokens, 0, most, held, 0, most) >= 0) {
                continue;
            }
            if (held.length >= length) {
                cache.close();
                return; // held already, and perhaps more
            }
            forget(i);
        }
        entries.add(new Entry(Arrays.copyOf(tokens, length), cache));
        bytes += cache.bytes();
        while (bytes > limit) {
            forget(0);
        }
    }

    private void forget(int index) {
        var cache = entries.remove(index).cache();
        bytes -= cache.bytes();
        cache.close();
    }

    synchronized long bytes() {
        return bytes;
    }
}
