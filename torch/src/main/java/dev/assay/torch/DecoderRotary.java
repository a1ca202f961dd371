package dev.assay.torch;

import dev.assay.engine.architecture.RotaryPositions;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Rotary positions in Hugging Face's half-split form. The tables grow with the longest text seen.
final class DecoderRotary implements AutoCloseable {

    private static final int LEAST = 512;

    private final RotaryPositions positions;
    private final torch.ScalarType type;
    private final int longest;
    private int known;
    private Tensor cosines;
    private Tensor sines;

    /// @param longest the longest text, in tokens
    /// @param type what the tables are kept in, and so at least what is computed in
    DecoderRotary(RotaryPositions positions, int longest, torch.ScalarType type) {
        this.positions = positions;
        this.type = type;
        this.longest = longest;
        known = Math.min(LEAST, longest);
        cosines = table(known, false);
        sines = table(known, true);
    }

    private Tensor table(int count, boolean sine) {
        var frequencies = positions.frequencies();
        var factor = positions.attentionFactor();
        var half = frequencies.length;
        var values = new float[count * 2 * half];
        for (var position = 0; position < count; position++) {
            for (var d = 0; d < half; d++) {
                // In single precision, as Hugging Face computes angles.
                var angle = position * frequencies[d];
                var value = (float) (sine ? Math.sin(angle) : Math.cos(angle)) * factor;
                var at = position * 2 * half + d;
                values[at] = sine ? -value : value;
                values[at + half] = value;
            }
        }
        try (var _ = new PointerScope()) {
            var table = torch.tensor(values).view(count, 1, 2L * half).to(type).clone();
            table.retainReference();
            return table;
        }
    }

    /// Makes room for positions below `count`.
    void reserve(long count) {
        if (count > known) {
            close();
            known = (int) Math.min(longest, Math.max(count, 2L * known));
            cosines = table(known, false);
            sines = table(known, true);
        }
    }

    /// Turns `[positions, heads, headDim]`, of which the first is at `first`.
    Tensor turn(Tensor x, long first) {
        var count = x.size(0);
        var turned = positions.dimensions();
        var whole = turned == x.size(2);
        var part = whole ? x : x.narrow(2, 0, turned);
        var result = part.mul(cosines.narrow(0, first, count))
                .add_(torch.roll(part, new long[] {turned / 2}, -1).mul(sines.narrow(0, first, count)));
        if (!whole) {
            var copy = x.clone();
            copy.narrow(2, 0, turned).copy_(result);
            return copy;
        }
        return result.to(x.scalar_type());
    }

    @Override
    public void close() {
        cosines.releaseReference();
        sines.releaseReference();
    }
}
