package dev.assay.app.organisms;

import dev.assay.app.target.OrganismCache;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where organisms that are made here lie: the folder that is named, else `zoo` in the cache.
final class ZooFolder {

    private ZooFolder() {}

    static Path of(@Nullable Path named) {
        return named != null ? named : OrganismCache.folder(System.getenv()).resolveSibling("zoo");
    }
}
