package dev.assay.engine.decoder;

/// Is shown every site of a step as it is computed, and may change it. Where there is none, nothing is called.
@FunctionalInterface
interface SiteListener {

    /// Does nothing.
    SiteListener NONE = (_, _, _, _, _, _, _) -> {};

    /// @param layer index of the layer; -1 outside of layers
    /// @param rows the tokens of the step
    /// @param values a row a token of the step, or a row a wanted one at [Site#FINAL_NORM]; longer than `width`
    /// @param count rows
    /// @param first where the site's numbers begin in a row
    /// @param width how many they are
    void at(Site site, int layer, Rows rows, float[][] values, int count, int first, int width);
}
