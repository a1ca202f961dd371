package dev.assay.tasks.file;

import dev.assay.core.task.SampleSource;
import dev.assay.tasks.data.DatasetException;
import dev.assay.tasks.data.Datasets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Sets of the registry on this machine: a folder each, with the file and its pin, the SHA-256 of the
/// bytes that were kept first. Bytes that differ from the manifest's digest or from the pin are refused.
///
/// @param folder where they lie
public record Library(Path folder) {

    private static final String PIN = "sha256";

    /// A set that is kept.
    ///
    /// @param file its bytes
    /// @param sha256 their digest, in hexadecimal
    /// @param verified whether the manifest has the same digest; otherwise it is only what was kept first
    /// @param samples how many it gives
    public record Kept(Path file, String sha256, boolean verified, long samples) {}

    /// Where a set's bytes lie, or would.
    public Path fileOf(Manifest manifest) {
        return folder.resolve(manifest.name()).resolve(manifest.fileName());
    }

    /// Whether it is kept.
    public boolean has(Manifest manifest) {
        return Files.isRegularFile(fileOf(manifest)) && pin(manifest).isPresent();
    }

    private Optional<String> pin(Manifest manifest) {
        Path file = fileOf(manifest).resolveSibling(PIN);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// Keeps a set's bytes: they are written beside their place, read as the manifest says, and only
    /// then put there.
    ///
    /// @param in the bytes; read to the end, not closed
    /// @param limit most bytes that are taken
    /// @throws DatasetException if they are too many, cannot be read as the manifest says, or differ
    ///     from the manifest's digest or the pin; nothing is kept then
    public Kept keep(Manifest manifest, InputStream in, long limit) {
        Path file = fileOf(manifest);
        Path fresh = file.resolveSibling("new-" + manifest.fileName());
        try {
            Files.createDirectories(fresh.getParent());
            try {
                String digest = copy(in, fresh, limit, manifest);
                Optional<String> wanted = manifest.sha256().or(() -> pin(manifest));
                if (wanted.isPresent() && !wanted.get().equals(digest)) {
                    throw new DatasetException(
                            "The bytes for '" + manifest.name() + "' have SHA-256 " + digest + ", but "
                                    + (manifest.sha256().isPresent() ? "the registry has " : "those kept first had ")
                                    + wanted.get() + ": fetch the same version, or remove " + file.getParent()
                                    + " to pin anew.");
                }
                SampleSource source = Datasets.open(fresh, manifest.reading());
                move(fresh, file);
                Files.writeString(file.resolveSibling(PIN), digest + "\n", StandardCharsets.UTF_8);
                return new Kept(file, digest, manifest.sha256().isPresent(), source.size());
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static String copy(InputStream in, Path to, long limit, Manifest manifest) throws IOException {
        MessageDigest digest = sha256();
        try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                if (total > limit) {
                    throw new DatasetException("The file for '" + manifest.name() + "' is larger than " + limit
                            + " bytes; import it by hand.");
                }
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The set of that name, its bytes compared with its pin.
    ///
    /// @throws IllegalArgumentException if the registry has no such set, it is not kept, or its bytes
    ///     have changed
    public TaskResources.StoredSet find(String name) {
        Manifest manifest = Registry.find(name);
        Path file = fileOf(manifest);
        Optional<String> pin = pin(manifest);
        if (pin.isEmpty() || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("dataset '" + name + "' is not on this machine: fetch it with"
                    + " ./assay datasets get " + name + ", or import its file with ./assay datasets import " + name
                    + " FILE");
        }
        String digest = digest(file);
        if (!digest.equals(pin.get())) {
            throw new IllegalArgumentException(file + " has changed since it was kept (SHA-256 " + digest
                    + " in place of " + pin.get() + "): remove it and fetch it again");
        }
        return new TaskResources.StoredSet(file, manifest.reading());
    }

    private static String digest(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private static DatasetException failed(Path file, IOException e) {
        return new DatasetException(
                file + " cannot be kept (" + e.getClass().getSimpleName()
                        + "); check the folder's permissions and room.",
                e);
    }
}
