package dev.assay.app.target;

import java.nio.file.Path;
import java.util.Map;

/// Folders of the user's that several commands share.
public final class UserFolders {

    private UserFolders() {}

    /// Where the registry's datasets are kept: `ASSAY_DATASETS`, else `.assay/datasets` in the user's home. It need
    /// not exist yet.
    public static Path datasets(Map<String, String> environment) {
        String named = environment.get("ASSAY_DATASETS");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home", "."), ".assay", "datasets");
    }

    /// Where answers are kept if no other folder is named: `responses` beside the unpacked organisms. It need not exist
    /// yet.
    public static Path responses(Map<String, String> environment) {
        return OrganismCache.folder(environment).resolveSibling("responses");
    }

    /// Where organisms that are made here lie: `ASSAY_ZOO`, else `zoo` beside the unpacked organisms. It need not exist
    /// yet.
    public static Path zoo(Map<String, String> environment) {
        String named = environment.get("ASSAY_ZOO");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : OrganismCache.folder(environment).resolveSibling("zoo");
    }

    /// Where results of `./assay models check` are kept: `checks` beside the unpacked organisms. It need not exist yet.
    public static Path checks(Map<String, String> environment) {
        return OrganismCache.folder(environment).resolveSibling("checks");
    }
}
