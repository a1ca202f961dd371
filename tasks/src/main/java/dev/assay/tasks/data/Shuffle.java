package dev.assay.tasks.data;

/// Orders drawn from a seed: the same on every machine and in every version of Java. SplitMix64 (Steele,
/// Lea and Flood 2014) draws, Fisher-Yates places.
final class Shuffle {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Shuffle() {}

    /// The numbers from 0 below `count` in a drawn order.
    static int[] permutation(int count, long seed) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        long state = seed;
        for (int i = count - 1; i > 0; i--) {
            state += GAMMA;
            int other = (int) Math.unsignedMultiplyHigh(mix(state), i + 1L);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// 64 bits of a text.
    static long hash(CharSequence text) {
        return hash(text, 0);
    }

    /// 64 bits of a text, other ones for each salt.
    static long hash(CharSequence text, long salt) {
        long hash = mix(salt + GAMMA) + text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = Long.rotateLeft((hash ^ text.charAt(i)) * 0x9FB21C651E98DF25L, 29);
        }
        return mix(hash + GAMMA);
    }
}
