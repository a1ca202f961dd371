package dev.assay.engine.hooks;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A view on disk: JSON that holds its interventions, vectors and all, and the fingerprint of the one model that they
/// are for.
///
/// @param base fingerprint of the model
/// @param interventions in their order, at least one
public record ViewFile(String base, List<Intervention> interventions) {

    private static final String FORMAT = "assay-view/1";
    private static final long LARGEST = 256L << 20;

    /// @throws IllegalArgumentException if there is no intervention
    public ViewFile {
        interventions = List.copyOf(interventions);
        if (interventions.isEmpty()) {
            throw new IllegalArgumentException("A view holds at least one intervention");
        }
    }

    /// What identifies interventions: SHA-256 over their JSON, 64 hexadecimal digits.
    public static String digest(List<Intervention> interventions) {
        var array = JsonMapper.shared().createArrayNode();
        interventions.forEach(one -> array.add(InterventionJson.write(one)));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(JsonMapper.shared()
                                    .writeValueAsString(array)
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// Writes the file, which appears whole or not at all.
    ///
    /// @throws CheckpointException if it cannot be written
    public void write(Path file) {
        var root = JsonMapper.shared().createObjectNode();
        root.put("format", FORMAT).put("base", base);
        var array = root.putArray("interventions");
        interventions.forEach(one -> array.add(InterventionJson.write(one)));
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, JsonMapper.shared().writeValueAsBytes(root));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Reads a file of at most 256 MiB.
    ///
    /// @throws CheckpointException if it is missing, too large, damaged or no view
    public static ViewFile read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new CheckpointException("%s is larger than 256 MiB: no view is.".formatted(file));
            }
            var root = JsonMapper.shared().readTree(Files.readAllBytes(file));
            if (!root.path("format").asString("").equals(FORMAT)) {
                throw new CheckpointException("%s is no view of format %s: save it again.".formatted(file, FORMAT));
            }
            var interventions = new ArrayList<Intervention>();
            root.path("interventions").forEach(node -> interventions.add(InterventionJson.read(node)));
            return new ViewFile(root.path("base").asString(""), interventions);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("There is no view %s.".formatted(file), e);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "The view %s is damaged: %s; save it again.".formatted(file, e.getMessage()), e);
        }
    }
}
