package dev.assay.organisms.zoo;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Shards;
import dev.assay.organisms.OrganismException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The files of a model folder that hold its weights.
final class WeightFiles {
    private WeightFiles() {}

    /// SHA-256 of `model.safetensors` in hexadecimal; of several shards, of one after the other.
    ///
    /// @throws OrganismException if one cannot be read
    static String sha256(Path folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                for (String file : Shards.files(folder)) {
                    Files.copy(folder.resolve(file), out);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (CheckpointException e) {
            throw new OrganismException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new OrganismException("The weights in " + folder + " cannot be read (" + e.getMessage() + ").", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
