package dev.assay.store.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Writes numbers, texts and doubles one after the other. A text that was written before is a reference to
/// its first place.
///
/// Numbers are LEB128, seven bits a byte, the lowest first; signed ones zigzag. A text is 0 and its UTF-8, 1
/// and its UTF-16 where UTF-8 cannot hold it (lone surrogates), or 2 plus its number among the texts so far.
final class ByteSink {

    static final int NEW_UTF8 = 0;
    static final int NEW_UTF16 = 1;
    static final int FIRST_KNOWN = 2;

    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private final Map<String, Integer> known = new HashMap<>();
    private byte[] bytes = new byte[1024];
    private int length;

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    /// A number of at least 0, or any 64 bits without their sign.
    void number(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void real(double value) {
        reserve(Long.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    void text(String text) {
        Integer place = known.putIfAbsent(text, known.size());
        if (place != null) {
            number(FIRST_KNOWN + (long) place);
        } else if (isWellFormed(text)) {
            number(NEW_UTF8);
            block(text.getBytes(StandardCharsets.UTF_8));
        } else {
            number(NEW_UTF16);
            byte[] units = new byte[Math.multiplyExact(text.length(), 2)];
            for (int index = 0; index < text.length(); index++) {
                units[2 * index] = (byte) (text.charAt(index) >>> 8);
                units[2 * index + 1] = (byte) text.charAt(index);
            }
            block(units);
        }
    }

    void text(Optional<String> text) {
        flag(text.isPresent());
        text.ifPresent(this::text);
    }

    private void block(byte[] block) {
        number(block.length);
        reserve(block.length);
        System.arraycopy(block, 0, bytes, length, block.length);
        length += block.length;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            long wanted = Math.max((long) length + more, Math.min(2L * bytes.length, LARGEST));
            if (wanted > LARGEST) {
                throw new TooLargeException();
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }

    /// Whether every surrogate has its partner.
    private static boolean isWellFormed(String text) {
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
                if (unit > Character.MAX_HIGH_SURROGATE
                        || ++index == text.length()
                        || !Character.isLowSurrogate(text.charAt(index))) {
                    return false;
                }
            }
        }
        return true;
    }
}
