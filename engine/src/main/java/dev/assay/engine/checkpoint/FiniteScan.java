package dev.assay.engine.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Looks for NaN and infinity in mapped weights, eight bytes at a time and without widening a number.
///
/// A number is neither if and only if not all bits of its exponent are set. In a word of several numbers, the bits of
/// the exponents plus the lowest of them carry into the sign's place exactly where all are set.
public final class FiniteScan {

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 1 << 16;

    private FiniteScan() {}

    /// Whether every number is finite.
    ///
    /// @param bytes whole numbers of the type, little-endian
    public static boolean allFinite(MemorySegment bytes, Dtype dtype) {
        var exponents = switch (dtype) {
            case F32 -> 0x7F80_0000_7F80_0000L;
            case F16 -> 0x7C00_7C00_7C00_7C00L;
            case BF16 -> 0x7F80_7F80_7F80_7F80L;
        };
        var lowest = exponents & -exponents;
        var lanes = dtype.bytes() == 4 ? lowest | lowest << 32 : lowest * 0x0001_0001_0001_0001L;
        var signs = dtype.bytes() == 4 ? 0x8000_0000_8000_0000L : 0x8000_8000_8000_8000L;
        var words = bytes.byteSize() / 8;
        for (var first = 0L; first < words; first += BLOCK) {
            var carried = carried(bytes, 8 * first, (int) Math.min(BLOCK, words - first), exponents, lanes);
            if ((carried & signs) != 0) {
                return false;
            }
        }
        var rest = 0L;
        for (var at = 8 * words; at < bytes.byteSize(); at++) {
            rest |= (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFFL) << 8 * (at - 8 * words);
        }
        return ((rest & exponents) + lanes & signs) == 0;
    }

    private static long carried(MemorySegment bytes, long from, int words, long exponents, long lanes) {
        var carried = 0L;
        for (var i = 0; i < words; i++) {
            carried |= (bytes.get(WORD, from + 8L * i) & exponents) + lanes;
        }
        return carried;
    }
}
