package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import java.util.Arrays;

/// Keys and values of one sequence. Keys are kept by dimension, `keys[layer][dimension][position]`,
/// values by position, `values[layer][position][dimension]`: in both the last index is the one that
/// attention runs along.
///
/// A position is written once. What is below [#length] never changes, so that another sequence with the
/// same beginning may take it over.
final class KvCache implements SequenceCache {

    private static final int LEAST = 32;

    private final int width;
    private final float[][][] keys;
    private final float[][][] values;
    private int capacity;
    private int length;

    KvCache(DecoderConfig config) {
        this(config.layerCount(), config.keyValueWidth());
    }

    private KvCache(int layers, int width) {
        this.width = width;
        keys = new float[layers][width][0];
        values = new float[layers][0][];
    }

    @Override
    public KvCache beginning(int count, int room) {
        var cache = new KvCache(keys.length, width);
        cache.reserve(Math.max(count, room));
        for (var layer = 0; layer < cache.keys.length; layer++) {
            for (var dimension = 0; dimension < cache.width; dimension++) {
                System.arraycopy(keys[layer][dimension], 0, cache.keys[layer][dimension], 0, count);
            }
            System.arraycopy(values[layer], 0, cache.values[layer], 0, count);
        }
        cache.length = count;
        return cache;
    }

    @Override
    public void reserve(int positions) {
        if (positions <= capacity) {
            return;
        }
        capacity = Math.max(positions, Math.max(LEAST, capacity + capacity / 2));
        for (var layer = 0; layer < keys.length; layer++) {
            for (var dimension = 0; dimension < width; dimension++) {
                keys[layer][dimension] = Arrays.copyOf(keys[layer][dimension], capacity);
            }
            values[layer] = Arrays.copyOf(values[layer], capacity);
        }
    }

    /// Writes one position of one layer: keys from `row[keyAt]` on, values from `row[valueAt]` on.
    void put(int layer, int position, float[] row, int keyAt, int valueAt) {
        var into = keys[layer];
        for (var dimension = 0; dimension < width; dimension++) {
            into[dimension][position] = row[keyAt + dimension];
        }
        values[layer][position] = Arrays.copyOfRange(row, valueAt, valueAt + width);
    }

    float[][] keys(int layer) {
        return keys[layer];
    }

    float[][] values(int layer) {
        return values[layer];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void advance(int positions) {
        length += positions;
    }

    /// Most bytes of numbers that a cache of `positions` holds, however it grew.
    static long mostBytes(DecoderConfig config, int positions) {
        var most = Math.max(LEAST, positions + positions / 2L);
        return 4L * config.layerCount() * config.keyValueWidth() * (most + positions);
    }

    /// Values that are shared with another cache count in both.
    @Override
    public long bytes() {
        return 4L * keys.length * width * (capacity + (long) length);
    }

    @Override
    public void close() {
        // the heap is cleaned by itself
    }
}
