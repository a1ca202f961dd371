package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.RequestKey;
import dev.assay.core.model.ResponseCache;
import dev.assay.core.model.ResponseCacheException;
import dev.assay.core.model.StopReason;
import dev.assay.store.SqliteResponseCache;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The response cache of a command: opened when its run begins, so that bad input leaves nothing behind.
final class EvalCache implements AutoCloseable {

    private final Path folder;
    private final LongAdder answers = new LongAdder();
    private volatile @Nullable ResponseCache cache;

    EvalCache(Path folder) {
        this.folder = folder;
    }

    /// @throws UserError if it cannot be used
    void open() {
        try {
            cache = SqliteResponseCache.open(folder, SqliteResponseCache.DEFAULT_LIMIT);
        } catch (ResponseCacheException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    /// The answer to what was asked before; none before the cache is open.
    Optional<ModelOutput> find(RequestKey key) {
        ResponseCache open = cache;
        Optional<ModelOutput> found = open == null ? Optional.empty() : open.find(key);
        if (found.isPresent()) {
            answers.increment();
        }
        return found;
    }

    /// Keeps an answer if it is whole.
    void put(RequestKey key, ModelOutput output) {
        ResponseCache open = cache;
        if (open != null && isWhole(output.stopReason())) {
            open.put(key, output);
        }
    }

    /// Whether the model said all that the request let it say. What a provider's filter cut may pass it another day,
    /// and
    /// an end without a reason may be a break.
    private static boolean isWhole(StopReason reason) {
        return switch (reason) {
            case STOP, TOOL_CALLS, MAX_TOKENS, MODEL_LENGTH -> true;
            case CONTENT_FILTER, UNKNOWN -> false;
        };
    }

    /// Answers that were found.
    long answers() {
        return answers.sum();
    }

    /// What went wrong first, if anything did.
    Optional<String> trouble() {
        ResponseCache opened = cache;
        return opened == null ? Optional.empty() : opened.trouble();
    }

    /// Keeps what is not kept yet; afterwards nothing is found any more.
    @Override
    public void close() {
        ResponseCache open = cache;
        if (open != null) {
            open.close();
        }
    }
}
