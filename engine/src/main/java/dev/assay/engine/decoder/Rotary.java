package dev.assay.engine.decoder;

import dev.assay.engine.architecture.RotaryPositions;

/// Turns queries and keys by their positions. The table of angles grows with the longest text seen, so that a long
/// context costs nothing before it is used.
final class Rotary {

    private static final int LEAST = 512;

    private final int headDim;
    private final int half;
    private final float[] frequencies;
    private final float factor;
    private final int longest;
    private volatile Table table;

    private static final class Table {
        private final int positions;
        private final float[] cosines;
        private final float[] sines;

        Table(int positions, float[] frequencies, float factor) {
            this.positions = positions;
            var half = frequencies.length;
            cosines = new float[positions * half];
            sines = new float[positions * half];
            for (var position = 0; position < positions; position++) {
                for (var d = 0; d < half; d++) {
                    // 32-bit floats, as the reference computes them
                    var angle = position * frequencies[d];
                    cosines[position * half + d] = (float) StrictMath.cos(angle) * factor;
                    sines[position * half + d] = (float) StrictMath.sin(angle) * factor;
                }
            }
        }
    }

    /// @param headDim width of a head, of which the first dimensions are turned
    /// @param longest the longest text, in tokens
    Rotary(RotaryPositions positions, int headDim, int longest) {
        this.headDim = headDim;
        this.longest = longest;
        half = positions.dimensions() / 2;
        frequencies = positions.frequencies();
        factor = positions.attentionFactor();
        table = new Table(Math.min(LEAST, longest), frequencies, factor);
    }

    private Table table(int position) {
        var known = table;
        return position < known.positions ? known : grown(position);
    }

    private synchronized Table grown(int position) {
        if (position >= table.positions) {
            table = new Table(Math.min(longest, Math.max(position + 1, 2 * table.positions)), frequencies, factor);
        }
        return table;
    }

    /// Turns the first `heads` heads of `row`, in place.
    void turn(float[] row, int heads, int position) {
        var angles = table(position);
        var cosines = angles.cosines;
        var sines = angles.sines;
        var at = position * half;
        for (var head = 0; head < heads; head++) {
            var first = head * headDim;
            for (var d = 0; d < half; d++) {
                var cosine = cosines[at + d];
                var sine = sines[at + d];
                var low = row[first + d];
                var high = row[first + d + half];
                row[first + d] = low * cosine - high * sine;
                row[first + d + half] = high * cosine + low * sine;
            }
        }
    }
}
