package dev.assay.app.organisms;

import dev.assay.app.target.UserFolders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where organisms that are made here lie: the folder that is named, else `ASSAY_ZOO`, else `zoo` in the cache.
public final class ZooFolder {

    private ZooFolder() {}

    /// The folder; it need not exist yet.
    public static Path of(@Nullable Path named) {
        return named != null ? named : UserFolders.zoo(System.getenv());
    }
}
