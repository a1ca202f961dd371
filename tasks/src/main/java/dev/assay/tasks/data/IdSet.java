package dev.assay.tasks.data;

import java.security.SecureRandom;
import java.util.Arrays;

/// Ids seen so far, as 64 bits each under a secret salt: 16 bytes an id and no garbage. Two ids may
/// share their bits, once in 2^64 pairs; so a hit is a suspicion that the caller confirms.
final class IdSet {

    private final long salt = new SecureRandom().nextLong();
    private long[] slots = new long[1 << 12];
    private int size;

    long hash(String id) {
        long hash = Shuffle.hash(id, salt);
        return hash == 0 ? 1 : hash;
    }

    /// Whether the hash is new.
    boolean add(long hash) {
        if (size * 3L > slots.length * 2L) {
            grow();
        }
        if (!place(slots, hash)) {
            return false;
        }
        size++;
        return true;
    }

    private static boolean place(long[] slots, long hash) {
        int mask = slots.length - 1;
        int at = (int) (hash ^ hash >>> 32) & mask;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = at + 1 & mask;
        }
        slots[at] = hash;
        return true;
    }

    private void grow() {
        if (slots.length >= 1 << 30) {
            throw new DatasetException("More than 700 million ids cannot be compared: use check: count.");
        }
        long[] more = new long[slots.length * 2];
        Arrays.stream(slots).filter(hash -> hash != 0).forEach(hash -> place(more, hash));
        slots = more;
    }
}
