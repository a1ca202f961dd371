package dev.assay.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiniteScanTest {

    /// At every place of words and of what is left over, in every length, and never where all are finite.
    @ParameterizedTest
    @EnumSource(Dtype.class)
    void findsWhatIsNotFiniteAndNothingElse(Dtype dtype) {
        var random = new Random(4);
        for (var count = 0; count < 40; count++) {
            var bytes = finite(random, count, dtype);
            assertThat(FiniteScan.allFinite(MemorySegment.ofArray(bytes), dtype))
                    .isTrue();
            for (var at = 0; at < count; at++) {
                for (var high : new int[] {0x7F, 0xFF}) {
                    var broken = bytes.clone();
                    var top = (at + 1) * dtype.bytes() - 1;
                    broken[top] = (byte) (dtype == Dtype.F16 ? high & 0xFC : high);
                    broken[top - 1] |= (byte) (dtype == Dtype.F16 ? 0 : 0x80);
                    assertThat(FiniteScan.allFinite(MemorySegment.ofArray(broken), dtype))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void findsTheLastOfManyBlocks(Dtype dtype) {
        var bytes = finite(new Random(5), 300_000, dtype);
        assertThat(FiniteScan.allFinite(MemorySegment.ofArray(bytes), dtype)).isTrue();
        bytes[bytes.length - 1] = 0x7F;
        bytes[bytes.length - 2] |= (byte) 0xC0;
        assertThat(FiniteScan.allFinite(MemorySegment.ofArray(bytes), dtype)).isFalse();
    }

    private static byte[] finite(Random random, int count, Dtype dtype) {
        var bytes = new byte[count * dtype.bytes()];
        random.nextBytes(bytes);
        for (var i = dtype.bytes() - 1; i < bytes.length; i += dtype.bytes()) {
            switch (dtype) {
                case F32, BF16 -> {
                    if ((bytes[i] & 0x7F) == 0x7F) {
                        bytes[i - 1] &= 0x7F; // the largest exponent that is a number's
                    }
                }
                case F16 -> {
                    if ((bytes[i] & 0x7C) == 0x7C) {
                        bytes[i] &= (byte) 0xFB;
                    }
                }
            }
        }
        return bytes;
    }
}
