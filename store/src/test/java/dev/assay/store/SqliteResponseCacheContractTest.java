package dev.assay.store;

import dev.assay.core.contract.ResponseCacheContract;
import dev.assay.core.model.ResponseCache;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteResponseCacheContractTest extends ResponseCacheContract {

    @TempDir
    Path folder;

    @Override
    protected ResponseCache newCache() {
        return SqliteResponseCache.open(folder.resolve("a?b#c"), SqliteResponseCache.DEFAULT_LIMIT);
    }
}
