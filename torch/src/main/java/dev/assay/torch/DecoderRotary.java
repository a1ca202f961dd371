package dev.assay.torch;

import dev.assay.engine.architecture.RotaryPositions;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Rotary positions in Hugging Face's half-split form. The tables grow with the longest text seen.
final class DecoderRotary implements AutoCloseable {

    private static final int LEAST = 512;

    private final RotaryPositions positions;
    private final torch.ScalarType type;
    private final int longest;
    private final boolean widens;
    private final List<Tensor> kept = new ArrayList<>();
    private volatile Tables tables;

    /// @param cosines `[known, 1, 2 * frequencies]`
    /// @param sines the same, negative in the first half
    private record Tables(int known, Tensor cosines, Tensor sines) {}

    /// @param longest the longest text, in tokens
    /// @param type what the tables are kept in, and so at least what is computed in
    /// @param widens whether what is turned may be of a narrower type
    DecoderRotary(RotaryPositions positions, int longest, torch.ScalarType type, boolean widens) {
        this.positions = positions;
        this.type = type;
        this.longest = longest;
        this.widens = widens;
        tables = tables(Math.min(LEAST, longest));
    }

    private Tables tables(int count) {
        return new Tables(count, table(count, false), table(count, true));
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
            kept.add(table);
            return table;
        }
    }

    /// Those that another thread may still read are kept.
    private synchronized Tables reaching(int count) {
        if (count > tables.known()) {
            tables = tables((int) Math.min(longest, Math.max(count, 2L * tables.known())));
        }
        return tables;
    }

    /// The rotation of every row of a pass.
    Turn at(Pass pass) {
        var found = tables;
        if (pass.reach() > found.known()) {
            found = reaching(pass.reach());
        }
        if (pass.count() == 1) {
            return new Turn(
                    found.cosines().narrow(0, pass.position(0), 1),
                    found.sines().narrow(0, pass.position(0), 1),
                    widens);
        }
        var rows = pass.positions();
        return new Turn(
                torch.index_select(found.cosines(), 0, rows), torch.index_select(found.sines(), 0, rows), widens);
    }

    /// Turns rows by their positions.
    ///
    /// @param cosines `[rows, 1, turned]`
    /// @param sines the same
    /// @param widens whether they may be wider than what is turned
    record Turn(Tensor cosines, Tensor sines, boolean widens) {

        /// Turns `[rows, heads, headDim]`, the first `turned` dimensions of each head.
        Tensor apply(Tensor x) {
            var turned = cosines.size(2);
            var rest = x.size(2) - turned;
            var part = rest == 0 ? x : x.narrow(2, 0, turned);
            var result = part.mul(cosines)
                    .add_(torch.roll(part, new long[] {turned / 2}, -1).mul(sines));
            if (widens) {
                result = result.to(x.scalar_type());
            }
            return rest == 0 ? result : torch.cat(new TensorVector(result, x.narrow(2, turned, rest)), -1);
        }
    }

    @Override
    public synchronized void close() {
        kept.forEach(Pointer::releaseReference);
        kept.clear();
    }
}
