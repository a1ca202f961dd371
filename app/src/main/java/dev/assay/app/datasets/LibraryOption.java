package dev.assay.app.datasets;

import dev.assay.tasks.file.Library;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where sets are kept: `--library`, else the environment's `ASSAY_DATASETS`, else `.assay/datasets` in
/// the user's home.
public final class LibraryOption {

    @Option(
            names = "--library",
            paramLabel = "DIR",
            description = "Where sets are kept (default: $ASSAY_DATASETS, else ~/.assay/datasets).")
    private @Nullable Path folder;

    /// The library.
    public Library library() {
        return folder != null ? new Library(folder) : standard();
    }

    /// The library where nothing is said on the command line.
    public static Library standard() {
        String named = System.getenv("ASSAY_DATASETS");
        return new Library(
                named != null && !named.isBlank()
                        ? Path.of(named)
                        : Path.of(System.getProperty("user.home"), ".assay", "datasets"));
    }
}
