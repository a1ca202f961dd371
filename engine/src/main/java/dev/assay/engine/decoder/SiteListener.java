package dev.assay.engine.decoder;

import dev.assay.engine.hooks.PatternEdits;
import dev.assay.engine.hooks.SiteKind;

/// Is shown every site of a step as it is computed. Where there is none, nothing is called.
@FunctionalInterface
public interface SiteListener {

    /// Does nothing.
    SiteListener NONE = new SiteListener() {
        @Override
        public void at(SiteKind site, int layer, Rows rows, float[][] values, int count, int first, int width) {}

        @Override
        public boolean sees(SiteKind site, int layer) {
            return false;
        }
    };

    /// @param layer index of the layer; -1 outside of layers
    /// @param rows the tokens of the step
    /// @param values a row a token of the step, or a row a wanted one at [SiteKind#FINAL_NORM]; longer than `width`
    /// @param count rows
    /// @param first where the site's numbers begin in a row
    /// @param width how many they are
    void at(SiteKind site, int layer, Rows rows, float[][] values, int count, int first, int width);

    /// Whether it wants to see a site; one that is shown sites unasked passes over them.
    default boolean sees(SiteKind site, int layer) {
        return true;
    }

    /// Whether it wants to see the attention patterns of a layer.
    default boolean seesPattern(int layer) {
        return false;
    }

    /// Is shown how a row's head attends: `scale * shares[i - from]` for each position `i` from `from` to the
    /// row's own, 0 before. Changes nothing.
    default void pattern(int layer, int head, Rows rows, int row, float[] shares, int from, float scale) {}

    /// What it does to attention patterns, before it is shown them.
    default PatternEdits patternEdits() {
        return PatternEdits.NONE;
    }

    /// Both, one after the other; patterns are changed by the first alone.
    static SiteListener both(SiteListener one, SiteListener two) {
        return new SiteListener() {
            @Override
            public void at(SiteKind site, int layer, Rows rows, float[][] values, int count, int first, int width) {
                one.at(site, layer, rows, values, count, first, width);
                two.at(site, layer, rows, values, count, first, width);
            }

            @Override
            public boolean sees(SiteKind site, int layer) {
                return one.sees(site, layer) || two.sees(site, layer);
            }

            @Override
            public boolean seesPattern(int layer) {
                return one.seesPattern(layer) || two.seesPattern(layer);
            }

            @Override
            public PatternEdits patternEdits() {
                return one.patternEdits();
            }

            @Override
            public void pattern(int layer, int head, Rows rows, int row, float[] shares, int from, float scale) {
                one.pattern(layer, head, rows, row, shares, from, scale);
                two.pattern(layer, head, rows, row, shares, from, scale);
            }
        };
    }
}
