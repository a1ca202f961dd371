package dev.assay.engine.decoder;

import dev.assay.engine.hooks.GradientSink;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Site;
import java.util.List;

/// A backend that computes gradients too.
public interface GradientBackend extends DecoderBackend {

    @Override
    GradientBackend view(List<Intervention> interventions);

    /// Computes losses and what passes back through sites, as this model or view computes them. What is
    /// held at once are the sequences of one step, at least one of them.
    ///
    /// @param losses one a prompt; each fits its prompt, see [Loss#requireIn]
    /// @param sites none, or sites of the model, each once
    /// @param prompts at least one token each
    /// @throws IllegalStateException if this is closed
    void gradients(List<Loss> losses, List<Site> sites, List<int[]> prompts, GradientSink sink);

    /// What the gradient at [dev.assay.engine.hooks.SiteKind#EMBED] is at each token's number in a one-hot
    /// row: the scaled embedding of every token times each gradient row.
    ///
    /// @param gradients rows of `hiddenSize`
    /// @return a row of `vocabSize` for each
    /// @throws IllegalStateException if this is closed
    float[][] perToken(float[][] gradients);
}
