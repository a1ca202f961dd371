package dev.assay.store.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// MurmurHash3 x64 128 with seed 0, by which Inspect names attachments. Source: Austin Appleby,
/// MurmurHash3.cpp, public domain.
final class Murmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Murmur3() {}

    /// The hash of a text as 32 hexadecimal digits, high half first. A lone surrogate counts as its escape
    /// `\ud83d`, as Inspect has it.
    static String hex(String text) {
        long[] hash = hash(bytes(text));
        return HexFormat.of().toHexDigits(hash[0]) + HexFormat.of().toHexDigits(hash[1]);
    }

    static byte[] bytes(String text) {
        return Surrogates.escapeLone(text).getBytes(StandardCharsets.UTF_8);
    }

    static long[] hash(byte[] data) {
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = 0;
        long h2 = 0;
        while (buffer.remaining() >= 16) {
            h1 ^= mixFirst(buffer.getLong());
            h1 = Long.rotateLeft(h1, 27) + h2;
            h1 = h1 * 5 + 0x52dce729;
            h2 ^= mixSecond(buffer.getLong());
            h2 = Long.rotateLeft(h2, 31) + h1;
            h2 = h2 * 5 + 0x38495ab5;
        }
        byte[] tail = new byte[16];
        int rest = buffer.remaining();
        buffer.get(tail, 0, rest);
        ByteBuffer last = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        if (rest > 0) {
            h1 ^= mixFirst(last.getLong(0));
            h2 ^= mixSecond(last.getLong(8));
        }
        h1 ^= data.length;
        h2 ^= data.length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        return new long[] {h1, h2};
    }

    private static long mixFirst(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mixSecond(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
