package dev.assay.core.model;

import java.util.Optional;

/// Answers that were given before, by what was asked. It saves calls and is no record: it may forget anything at any
/// time, and what it cannot read or keep is as if it had never been there. So neither {@link #find} nor
/// {@link #put} fails; but what is found is what was put under that very key, never another answer.
/// Implementations are safe for use by many threads at once.
///
/// The contract is checked by `dev.assay.core.contract.ResponseCacheContract` in core's test jar.
public interface ResponseCache extends AutoCloseable {

    /// The answer under `key`, if it is there and whole.
    Optional<ModelOutput> find(RequestKey key);

    /// Keeps an answer, in place of one that is there. It can be found at once, and by others soon; by the time that
    /// the cache is closed it is kept, if it can be.
    void put(RequestKey key, ModelOutput output);

    /// The first thing that went wrong, as one sentence with the place and the remedy; empty where nothing did, as by
    /// default.
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /// Keeps what is not kept yet and lets go of the place; nothing is found or put any more.
    @Override
    void close();
}
