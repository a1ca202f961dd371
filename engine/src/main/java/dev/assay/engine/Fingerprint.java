package dev.assay.engine;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What identifies a model folder: SHA-256 over all files that decide its answers.
final class Fingerprint {

    private static final List<String> FILES = List.of(
            "config.json",
            "model.safetensors",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja");

    private Fingerprint() {}

    /// `sha256:` and 64 hexadecimal digits. The digest is over lines `name length sha256` of the files
    /// that exist.
    ///
    /// @throws CheckpointException if a file cannot be read
    static String of(Path folder) {
        var lines = new StringBuilder();
        for (var name : FILES) {
            var file = folder.resolve(name);
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    var digest = sha256();
                    var buffer = new byte[1 << 16];
                    var length = 0L;
                    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        digest.update(buffer, 0, read);
                        length += read;
                    }
                    var hex = HexFormat.of().formatHex(digest.digest());
                    lines.append(name)
                            .append(' ')
                            .append(length)
                            .append(' ')
                            .append(hex)
                            .append('\n');
                } catch (IOException e) {
                    throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
                }
            }
        }
        var all = sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(all);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
