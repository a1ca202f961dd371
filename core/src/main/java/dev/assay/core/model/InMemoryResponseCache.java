package dev.assay.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A response cache that ends with its process.
public final class InMemoryResponseCache implements ResponseCache {

    private final Map<RequestKey, ModelOutput> answers;
    private boolean closed;

    /// @param most answers that are kept, at least 1; the one that was used the longest ago makes room
    /// @throws IllegalArgumentException if `most` is below 1
    public InMemoryResponseCache(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A cache holds at least 1 answer, not " + most);
        }
        answers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RequestKey, ModelOutput> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public synchronized Optional<ModelOutput> find(RequestKey key) {
        return Optional.ofNullable(answers.get(key));
    }

    @Override
    public synchronized void put(RequestKey key, ModelOutput output) {
        if (!closed) {
            answers.put(key, output);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        answers.clear();
    }
}
