package dev.assay.torch;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.hooks.PatternEdits;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Changes of attention patterns on tensors of `[sequences, heads, count, seen]`. A query that sees no key at all keeps
/// its scores, so that nothing becomes NaN on the way, and loses its shares.
///
/// @param edits what is done
record TensorPatterns(DecoderConfig config, PatternEdits edits) {

    boolean touches(int layer) {
        return edits.touches(layer);
    }

    /// One query of one head of a run.
    @FunctionalInterface
    private interface Visit {
        /// @param at where its keys begin among the numbers of the tensor
        void query(int head, int position, int length, int at);
    }

    private void each(Pass pass, Pass.Run run, int seen, Visit visit) {
        for (var sequence = 0; sequence < run.sequences(); sequence++) {
            for (var head = 0; head < config.heads(); head++) {
                for (var i = 0; i < run.count(); i++) {
                    var row = run.first() + sequence * run.count() + i;
                    visit.query(
                            head,
                            pass.position(row),
                            pass.promptLength(row),
                            ((sequence * config.heads() + head) * run.count() + i) * seen);
                }
            }
        }
    }

    /// Scores with minus infinity at the keys that are blocked.
    Tensor scores(int layer, Pass pass, Pass.Run run, Tensor scores, int from) {
        var added = new float[Math.toIntExact(scores.numel())];
        var seen = Math.toIntExact(scores.size(3));
        each(
                pass,
                run,
                seen,
                (head, position, length, at) -> edits.blocked(layer, head, position, length)
                        .filter(blocked -> !nothingLeft(blocked, layer))
                        .ifPresent(blocked -> {
                            for (var key = from; key <= position; key++) {
                                if (blocked[key]) {
                                    added[at + key - from] = Float.NEGATIVE_INFINITY;
                                }
                            }
                        }));
        return scores.add(torch.tensor(added).view(scores.sizes()).to(scores.scalar_type()));
    }

    /// Whether a query, the last of these keys, sees none of those that its layer's window lets it see.
    private boolean nothingLeft(boolean[] blocked, int layer) {
        for (var key = config.layers().get(layer).first(blocked.length - 1); key < blocked.length; key++) {
            if (!blocked[key]) {
                return false;
            }
        }
        return true;
    }

    /// Shares with those of another run in place of their own, and none where a query sees nothing.
    Tensor shares(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
        var given = new float[Math.toIntExact(shares.numel())];
        var changed = new long[given.length];
        var seen = Math.toIntExact(shares.size(3));
        each(pass, run, seen, (head, position, length, at) -> {
            if (edits.blocked(layer, head, position, length)
                    .filter(blocked -> nothingLeft(blocked, layer))
                    .isPresent()) {
                Arrays.fill(changed, at, at + seen, 1);
            }
            edits.patched(layer, head, position, length).ifPresent(row -> {
                Arrays.fill(changed, at, at + seen, 1);
                System.arraycopy(row, from, given, at, position + 1 - from);
            });
        });
        if (Arrays.stream(changed).sum() == 0) {
            return shares;
        }
        return torch.where(
                torch.tensor(changed).view(shares.sizes()).to(torch.ScalarType.Bool),
                torch.tensor(given).view(shares.sizes()).to(shares.scalar_type()),
                shares);
    }
}
