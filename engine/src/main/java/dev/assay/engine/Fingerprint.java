package dev.assay.engine;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Shards;
import dev.assay.engine.checkpoint.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What identifies a model folder: SHA-256 over all files that decide its answers.
public final class Fingerprint {

    private static final List<String> BEFORE = List.of("config.json");
    private static final List<String> BEHIND = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "chat_template.json");

    private static final String MORE_TEMPLATES = "additional_chat_templates";

    private Fingerprint() {}

    /// `sha256:` and 64 hexadecimal digits. The digest is over lines `name length sha256` of the files
    /// that exist.
    ///
    /// @throws CheckpointException if a file cannot be read
    public static String of(Path folder) {
        var lines = new StringBuilder();
        for (var name : files(folder)) {
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

    /// The files by name, the additional templates last and in alphabetical order.
    static List<String> files(Path folder) {
        var files = new ArrayList<>(BEFORE);
        files.addAll(Shards.files(folder));
        if (files.size() > 2 || !files.getLast().equals(Weights.FILE)) {
            files.add(Shards.INDEX);
        }
        files.addAll(BEHIND);
        var more = folder.resolve(MORE_TEMPLATES);
        if (Files.isDirectory(more)) {
            try (var templates = Files.list(more)) {
                templates
                        .map(file -> MORE_TEMPLATES + "/" + file.getFileName())
                        .filter(name -> name.endsWith(".jinja"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new CheckpointException("Cannot read %s: %s".formatted(more, e.getMessage()), e);
            }
        }
        return files;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
