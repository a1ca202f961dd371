package dev.assay.engine.check;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether a model was compared with its reference, and how that ended. What is kept is found again by the model's
/// fingerprint: it holds for these very weights, and for this revision of the engine.
///
/// @param status how it ended
/// @param sentence for a reader: a part of a sentence
public record Verification(Status status, String sentence) {

    /// Raised whenever the decoder's arithmetic or the rule of the check changes: what was checked before counts no
    /// more.
    public static final int ENGINE_REVISION = 2;

    /// How a check ended.
    public enum Status {
        /// Logits and greedy tokens are the reference's.
        VERIFIED,
        /// They are not.
        DIFFERS,
        /// No check of these weights is kept.
        UNVERIFIED
    }

    /// What is known of a model that nobody checked.
    public static final Verification UNVERIFIED =
            new Verification(Status.UNVERIFIED, "unverified: not compared with a reference (./assay models check)");

    /// What that says of a view of the model, which has no reference of its own.
    public Verification ofView() {
        return new Verification(Status.UNVERIFIED, "unverified: a changed view, whose base is " + sentence);
    }

    /// What a comparison says.
    ///
    /// @param reference which reference it was, a part of a sentence that is shown as it stands
    public static Verification of(Comparison comparison, String reference) {
        var figures = String.format(
                Locale.ROOT,
                "largest logit difference %.1e, %d of %d greedy tokens equal, %s",
                comparison.logitDifference(),
                comparison.tokensEqual(),
                comparison.tokens(),
                comparison.reach());
        return comparison.agrees()
                ? new Verification(Status.VERIFIED, "verified against " + reference + ": " + figures)
                : new Verification(Status.DIFFERS, "differs from " + reference + ": " + figures);
    }

    /// What is kept of a model; [#UNVERIFIED] if there is nothing, or only of another revision of the engine.
    ///
    /// @param folder where checks are kept; need not exist
    /// @param fingerprint of the model
    public static Verification find(Path folder, String fingerprint) {
        var file = file(folder, fingerprint);
        try {
            JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(file));
            var same = root.path("fingerprint").asString("").equals(fingerprint)
                    && root.path("engine_revision").asInt(-1) == ENGINE_REVISION;
            var status = root.path("status").asString("");
            return same && (status.equals(Status.VERIFIED.name()) || status.equals(Status.DIFFERS.name()))
                    ? new Verification(
                            Status.valueOf(status), root.path("sentence").asString(""))
                    : UNVERIFIED;
        } catch (IOException | JacksonException e) {
            return UNVERIFIED;
        }
    }

    /// Keeps it for the model; the file appears whole or not at all.
    ///
    /// @throws CheckpointException if the folder cannot be written
    public void keep(Path folder, String fingerprint) {
        var root = JsonMapper.shared().createObjectNode();
        root.put("fingerprint", fingerprint);
        root.put("engine_revision", ENGINE_REVISION);
        root.put("status", status.name());
        root.put("sentence", sentence);
        var file = file(folder, fingerprint);
        try {
            Files.createDirectories(folder);
            var part = Files.createTempFile(folder, "check", ".part");
            Files.writeString(part, root.toString() + "\n", StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException(
                    "The result of the check cannot be kept in %s (%s): name a folder that can be written with ASSAY_CACHE."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static Path file(Path folder, String fingerprint) {
        var digest = fingerprint.substring(fingerprint.indexOf(':') + 1);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + fingerprint + "' is no fingerprint of a folder");
        }
        return folder.resolve(digest + ".json");
    }
}
