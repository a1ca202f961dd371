package dev.assay.torch;

import dev.assay.engine.hooks.SiteKind;
import org.bytedeco.pytorch.Tensor;

/// Is shown every site of a pass as it is computed, and gives what is computed on with: what it was shown, or
/// something else.
interface Watch {

    /// Changes nothing.
    Watch NONE = (_, _, _, values) -> values;

    /// @param layer index of the layer; -1 outside of layers
    /// @param values `[rows, width]`; at [SiteKind#FINAL_NORM] of the wanted rows alone
    Tensor at(SiteKind site, int layer, Pass pass, Tensor values);

    /// Is shown what the softmax of attention reads, masked already; only where [#seesPattern].
    ///
    /// @param scores `[sequences, heads, count, seen]`
    /// @param from the position of the first of those seen
    default Tensor scores(int layer, Pass pass, Pass.Run run, Tensor scores, int from) {
        return scores;
    }

    /// Whether it wants to see the attention patterns of a layer.
    default boolean seesPattern(int layer) {
        return false;
    }

    /// Is shown how the rows of a run attend.
    ///
    /// @param shares `[sequences, heads, count, seen]`
    /// @param from the position of the first of those seen
    default Tensor pattern(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
        return shares;
    }

    /// Both, one after the other.
    static Watch both(Watch one, Watch two) {
        if (one == NONE || two == NONE) {
            return one == NONE ? two : one;
        }
        return new Watch() {
            @Override
            public Tensor at(SiteKind site, int layer, Pass pass, Tensor values) {
                return two.at(site, layer, pass, one.at(site, layer, pass, values));
            }

            @Override
            public boolean seesPattern(int layer) {
                return one.seesPattern(layer) || two.seesPattern(layer);
            }

            @Override
            public Tensor scores(int layer, Pass pass, Pass.Run run, Tensor scores, int from) {
                return two.scores(layer, pass, run, one.scores(layer, pass, run, scores, from), from);
            }

            @Override
            public Tensor pattern(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
                return two.pattern(layer, pass, run, one.pattern(layer, pass, run, shares, from), from);
            }
        };
    }
}
