package dev.assay.audit.domain;

/// A seeded order of the numbers 0 to size - 1, computed one by one without a table: a Feistel network of
/// six rounds over the next even power of two, walked until it falls inside the range (Black and Rogaway,
/// "Ciphers with arbitrary finite domains", 2002).
public final class Permutation {

    private static final int ROUNDS = 6;

    private final long size;
    private final long seed;
    private final int half;

    /// @param size in [1, 2^62]
    public Permutation(long size, long seed) {
        if (size < 1 || size > 1L << 62) {
            throw new IllegalArgumentException("size must be in [1, 2^62], but is " + size);
        }
        this.size = size;
        this.seed = seed;
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1));
        this.half = Math.max(1, (bits + 1) / 2);
    }

    public long size() {
        return size;
    }

    /// The number at a position of the order.
    ///
    /// @param position in [0, size)
    public long at(long position) {
        if (position < 0 || position >= size) {
            throw new IllegalArgumentException("position must be in [0, " + size + "), but is " + position);
        }
        long value = position;
        do {
            value = once(value);
        } while (value >= size);
        return value;
    }

    private long once(long value) {
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (Seeds.mix(seed + round * 0x9E3779B97F4A7C15L + right) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }
}
