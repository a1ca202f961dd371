package dev.assay.tasks.data;

import java.util.Arrays;

/// Numbers in a row, 8 bytes each.
final class LongList {

    private long[] values = new long[1024];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[java.util.Objects.checkIndex(index, size)];
    }

    int size() {
        return size;
    }
}
