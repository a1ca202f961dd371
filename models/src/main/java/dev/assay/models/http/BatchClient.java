package dev.assay.models.http;

import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/// Many requests that a provider answers within a day, at about half the price: hand them in, look from
/// time to time, and fetch the answers, which come in any order and are told apart by the ids that were
/// given. A batch outlives the process that handed it in: its id is all that is needed.
public interface BatchClient extends AutoCloseable {

    /// Hands requests in. It is not tried again where it may have been taken already: a batch costs money.
    ///
    /// @param requests by ids of 1 to 64 letters, digits, `_` and `-`; at least one
    /// @return the batch's id at its provider
    /// @throws ModelException if it was not taken, or a request needs what the model cannot do
    /// @throws IllegalArgumentException if there is no request, or an id is none
    String submit(SequencedMap<String, ModelRequest> requests);

    /// How far a batch is.
    ///
    /// @throws ModelException if there is no answer, `NOT_FOUND` if there is no such batch
    State state(String batch);

    /// Fetches what has become of each request of a batch that has ended; each id is told once, and one
    /// that is never told was not answered.
    ///
    /// @throws ModelException if there is no whole answer; what was told until then holds
    void fetch(String batch, BiConsumer<String, Result> taker);

    /// Asks the provider to stop; what is answered until it does can be fetched.
    ///
    /// @throws ModelException if there is no answer
    void cancel(String batch);

    @Override
    void close();

    /// How far a batch is.
    ///
    /// @param ended whether nothing more will come, so that its results can be fetched
    /// @param total requests in it; 0 until the provider has counted them
    /// @param answered requests with an answer
    /// @param failed requests that will have none
    /// @param words the provider's own word for it; hostile until escaped
    record State(boolean ended, long total, long answered, long failed, String words) {}

    /// What became of a request.
    sealed interface Result {

        /// An answer; its time is not known and zero.
        record Answered(ModelOutput output) implements Result {}

        /// None.
        ///
        /// @param failure why, as a call of its own would have failed
        record Failed(ModelException failure) implements Result {}
    }
}
