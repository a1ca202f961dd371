package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.hooks.Intervention;
import java.util.List;

/// What computes the steps of a decoder: plain Java, or libtorch (found by [BackendProvider]). Immutable; many threads
/// use one, each with a [Workspace] of its own.
public interface DecoderBackend extends AutoCloseable {

    /// What is computed.
    DecoderConfig config();

    /// What computes it, for a reader: `vector`, `libtorch, 32-bit floats`.
    String description();

    /// The same weights as changed by interventions, in their order. What it holds of its own goes with it; it needs
    /// no closing and ends with its base.
    ///
    /// @param interventions all of them; each fits the model, see [Intervention#requireIn]
    DecoderBackend view(List<Intervention> interventions);

    /// An empty cache for one sequence of this backend and its views. It holds no memory before it is written to.
    SequenceCache cache();

    /// Room for the results of one step; one thread at a time. That of a base serves its views.
    ///
    /// @param rows most rows of a step
    /// @param logitRows most rows of a step whose logits are wanted
    Workspace workspace(int rows, int logitRows);

    /// Computes a step: writes keys and values of every row into its cache, and the logits of the wanted rows into
    /// the workspace, in their order. The caller advances the caches afterwards.
    ///
    /// @param listener is shown what passes the sites, and changes nothing
    /// @param depth how much is computed
    /// @throws IllegalStateException if this is closed
    void forward(Rows rows, Workspace workspace, SiteListener listener, Depth depth);

    /// Lets go of the weights. Closing a view does nothing.
    @Override
    void close();

    /// The results of one step.
    interface Workspace {
        /// The logits of a wanted row, which the caller may write over.
        float[] logits(int wanted);
    }
}
