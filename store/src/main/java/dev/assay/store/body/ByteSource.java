package dev.assay.store.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads what a {@link ByteSink} wrote. The bytes may be anything: whatever they say of sizes is held against
/// what is there, so that they can neither run on nor take more memory than their own length allows.
///
/// Each method throws {@link IllegalStateException} where the bytes are damaged.
final class ByteSource {

    /// References to elements that are free of the bytes they cost; see {@link #spend}.
    private static final long FREE_REFERENCES = 1 << 24;

    private static final int REFERENCES_PER_BYTE = 64;

    private final List<String> known = new ArrayList<>();
    private final byte[] bytes;
    private final int end;
    private long references;
    private int next;

    ByteSource(byte[] bytes, int length) {
        this.bytes = bytes;
        this.end = length;
        this.references = FREE_REFERENCES + (long) length * REFERENCES_PER_BYTE;
    }

    private int remaining() {
        return end - next;
    }

    void expectEnd() {
        if (remaining() != 0) {
            throw new IllegalStateException(remaining() + " bytes too many");
        }
    }

    int octet() {
        if (next == end) {
            throw new IllegalStateException("the bytes end too soon");
        }
        return bytes[next++] & 0xff;
    }

    boolean flag() {
        return octet(1) == 1;
    }

    /// A byte of at most `largest`.
    int octet(int largest) {
        int value = octet();
        if (value > largest) {
            throw new IllegalStateException("the code " + value + " is unknown");
        }
        return value;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalStateException("a number is too long");
    }

    int integer() {
        return Math.toIntExact(number());
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    /// How many elements follow, each of at least one byte.
    int count() {
        long count = number();
        if (count < 0 || count > remaining()) {
            throw new IllegalStateException("a list of " + count + " does not fit in " + remaining() + " bytes");
        }
        return (int) count;
    }

    <T> List<T> list(Supplier<T> element) {
        int count = count();
        List<T> elements = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            elements.add(element.get());
        }
        return elements;
    }

    /// Accounts for elements that no bytes of their own stand for: bytes that point at the same elements over
    /// and over would else take memory without limit.
    void spend(int elements) {
        references -= elements;
        if (references < 0) {
            throw new IllegalStateException("too many references");
        }
    }

    int position() {
        return next;
    }

    /// All that is left, which must be `length` bytes.
    byte[] rest(int length) {
        if (length != remaining()) {
            throw new IllegalStateException("expected " + length + " bytes and found " + remaining());
        }
        byte[] rest = Arrays.copyOfRange(bytes, next, end);
        next = end;
        return rest;
    }

    double real() {
        long bits = 0;
        for (int index = 0; index < Long.BYTES; index++) {
            bits = bits << 8 | octet();
        }
        return Double.longBitsToDouble(bits);
    }

    String text() {
        long kind = number();
        if (kind >= ByteSink.FIRST_KNOWN && kind - ByteSink.FIRST_KNOWN < known.size()) {
            return known.get((int) (kind - ByteSink.FIRST_KNOWN));
        }
        if (kind != ByteSink.NEW_UTF8 && kind != ByteSink.NEW_UTF16) {
            throw new IllegalStateException("the text " + kind + " is unknown");
        }
        int length = count();
        String text =
                kind == ByteSink.NEW_UTF8 ? new String(bytes, next, length, StandardCharsets.UTF_8) : utf16(length);
        next += length;
        known.add(text);
        return text;
    }

    Optional<String> optionalText() {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    private String utf16(int length) {
        char[] units = new char[length / 2];
        for (int index = 0; index < units.length; index++) {
            units[index] = (char) (((bytes[next + 2 * index] & 0xff) << 8) | (bytes[next + 2 * index + 1] & 0xff));
        }
        return new String(units);
    }
}
