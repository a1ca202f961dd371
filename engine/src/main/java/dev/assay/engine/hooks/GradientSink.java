package dev.assay.engine.hooks;

import java.util.List;

/// Takes gradients, prompt by prompt, in their order. Called on the thread that computes.
@FunctionalInterface
public interface GradientSink {

    /// @param prompt index of the prompt
    /// @param loss its loss
    /// @param rows one list a site, in the order asked for; in it one array a token of the prompt. They are
    ///     the receiver's to keep.
    void accept(int prompt, double loss, List<float[][]> rows);
}
