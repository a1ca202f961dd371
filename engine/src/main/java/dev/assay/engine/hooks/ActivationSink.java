package dev.assay.engine.hooks;

import java.util.List;

/// Takes what is captured, prompt by prompt, in their order. Called on the thread that captures.
@FunctionalInterface
public interface ActivationSink {

    /// @param prompt index of the prompt
    /// @param part which tokens were captured
    /// @param rows one list a site, in the order asked for; in it one array a captured position. They are the
    ///     receiver's to keep.
    void accept(int prompt, CapturedPrompt part, List<float[][]> rows);
}
