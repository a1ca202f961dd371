package dev.assay.calibrate.sealed;

import dev.assay.audit.Auditor;
import dev.assay.calibrate.CalibrationException;
import dev.assay.calibrate.Examiner;
import dev.assay.core.model.Model;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organisms;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// What identifies a release: SHA-256 over one line `PATH SHA256\n` for each class and resource of the rooms that
/// decide
/// a verdict or make an organism (core, engine, organisms, audit, calibrate), sorted by path. Time stamps and the order
/// of a jar's entries do not enter, so that two builds of the same sources by the same compiler agree.
public final class ReleaseDigest {
    private static final List<Class<?>> ROOMS =
            List.of(Model.class, LocalModel.class, Organisms.class, Auditor.class, Examiner.class);

    private ReleaseDigest() {}

    /// The digest of the program that runs, in hexadecimal.
    ///
    /// @throws CalibrationException if its files cannot be read
    public static String current() {
        Map<String, String> digests = new TreeMap<>();
        for (Class<?> room : ROOMS) {
            try {
                Path place = Path.of(
                        room.getProtectionDomain().getCodeSource().getLocation().toURI());
                if (Files.isDirectory(place)) {
                    folder(place, digests);
                } else {
                    jar(place, digests);
                }
            } catch (IOException | URISyntaxException e) {
                throw new CalibrationException(
                        "The files of this program cannot be read (" + e.getMessage() + "): install it anew.", e);
            }
        }
        StringBuilder lines = new StringBuilder();
        digests.forEach(
                (path, digest) -> lines.append(path).append(' ').append(digest).append('\n'));
        return sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void folder(Path root, Map<String, String> digests) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (counts(path)) {
                    digests.put(path, sha256(Files.readAllBytes(file)));
                }
            }
        }
    }

    private static void jar(Path file, Map<String, String> digests) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> counts(each.getName())).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    digests.put(entry.getName(), sha256(in.readAllBytes()));
                }
            }
        }
    }

    private static boolean counts(String path) {
        return path.startsWith("dev/assay/") && !path.endsWith("/");
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
