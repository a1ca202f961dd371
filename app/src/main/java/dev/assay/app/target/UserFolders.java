package dev.assay.app.target;

import java.nio.file.Path;
import java.util.Map;

/// Where Assay keeps what it can fetch or unpack again: `ASSAY_CACHE`, else `XDG_CACHE_HOME/assay`, else
/// `~/.cache/assay`.
public final class UserFolders {

    private UserFolders() {}

    /// The folder of the registry's datasets; it need not exist yet.
    public static Path datasets(Map<String, String> environment) {
        Path organisms = OrganismCache.folder(environment);
        return organisms.resolveSibling("datasets");
    }
}
