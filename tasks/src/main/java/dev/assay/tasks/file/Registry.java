package dev.assay.tasks.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The manifests that ship with Assay.
public final class Registry {

    private static final String FOLDER = "registry/";

    private Registry() {}

    /// Names of all sets, in order.
    public static List<String> names() {
        return new String(bytes("index.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /// All sets, in the order of their names.
    public static List<Manifest> list() {
        return names().stream().map(Registry::find).toList();
    }

    /// The set of that name.
    ///
    /// @throws IllegalArgumentException if there is none, with the nearest name
    public static Manifest find(String name) {
        Set<String> names = new TreeSet<>(names());
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no dataset '" + Fields.shown(name) + "' in the registry: " + Fields.hint(name, names));
        }
        return Manifest.parse(name + ".yaml", bytes(name + ".yaml"));
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Registry.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("The registry lacks " + file + ": this build is broken.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
