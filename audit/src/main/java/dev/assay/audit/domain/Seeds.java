package dev.assay.audit.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Seeds and digests. A seed of its own for every claim and purpose, so that adding a claim moves no draw
/// of another.
public final class Seeds {

    private Seeds() {}

    /// The seed of a purpose under a plan's seed: the first eight bytes of SHA-256 over both.
    public static long derive(long seed, String purpose) {
        byte[] hash = sha256((seed + "/" + purpose).getBytes(StandardCharsets.UTF_8));
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (hash[i] & 0xff);
        }
        return value;
    }

    /// A number in [0, bound) that depends on seed and index alone.
    public static int pick(long seed, long index, int bound) {
        return (int) Long.remainderUnsigned(mix(seed ^ mix(index + 0x632BE59BD9B4E019L)), bound);
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// SHA-256 in hexadecimal.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    /// SHA-256 of a text's UTF-8 bytes in hexadecimal.
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
