package dev.assay.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/// The printable characters that byte-level tokenizers write bytes as (GPT-2, Radford et al. 2019):
/// printable Latin-1 stands for itself, every other byte for U+0100 and following.
final class ByteAlphabet {

    private static final char[] CHARACTER = new char[256];
    private static final int[] BYTE = new int[512];

    static {
        java.util.Arrays.fill(BYTE, -1);
        var next = 256;
        for (var b = 0; b < 256; b++) {
            var printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHARACTER[b] = (char) (printable ? b : next++);
            BYTE[CHARACTER[b]] = b;
        }
    }

    private ByteAlphabet() {}

    static char character(byte b) {
        return CHARACTER[b & 0xFF];
    }

    /// The byte that a character stands for, or -1.
    static int byteOf(char c) {
        return c < BYTE.length ? BYTE[c] : -1;
    }

    /// The bytes of a token's name; its UTF-8 where it has characters that stand for no byte.
    static byte[] bytesOf(String token) {
        var out = new byte[token.length()];
        for (var i = 0; i < out.length; i++) {
            var value = byteOf(token.charAt(i));
            if (value < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            out[i] = (byte) value;
        }
        return out;
    }
}
