package dev.assay.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/// SQLite's native library, which otherwise is unpacked into the temporary folder at the first opening of every
/// process.
public final class SqliteLibrary {

    /// The system property that names a folder where the library lies unpacked.
    public static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /// Loads the library ahead of the first opening, so that another thread can do so meanwhile. What goes wrong here
    /// is told at that opening.
    public static void load() {
        try {
            SQLiteJDBCLoader.initialize();
            JDBC.isValidURL("");
        } catch (Exception | LinkageError e) {
            return; // Nothing is lost: opening a journal tries again, and tells.
        }
    }

    /// Unpacks the library of this machine's system and processor into a folder, which is made if it is not there.
    ///
    /// @return the file; empty if the library has none for this machine
    /// @throws IOException if the folder cannot be written
    public static Optional<Path> unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream library = JDBC.class.getResourceAsStream(resource)) {
            if (library == null) {
                return Optional.empty();
            }
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(file);
        }
    }
}
