package dev.assay.calibrate.sealed;

import dev.assay.calibrate.CalibrationException;
import dev.assay.engine.checkpoint.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is fixed, and can be published, before a sealed set is drawn.
///
/// @param schema `assay.sealed/1`
/// @param release digest of the program, {@link ReleaseDigest}
/// @param plan digest of the audit's plan for a stand-in target
/// @param nonce what the outside party gives after release and plan are fixed: at least 16 bytes, hexadecimal
/// @param reserve recipe files from outside, each as `SHA256 FILENAME`, in the order in which they are used
/// @param bases clean bases of different seeds from which the set is made
/// @param faulty models with a planted fault above its bar
/// @param clean models without one, the bases included
public record Commitment(
        String schema,
        String release,
        String plan,
        String nonce,
        List<String> reserve,
        int bases,
        int faulty,
        int clean) {
    /// The version of the file.
    public static final String SCHEMA = "assay.sealed/1";

    private static final int LEAST_NONCE = 32;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// @throws CalibrationException if the nonce is short or no hexadecimal, or a number is out of range
    public Commitment {
        reserve = List.copyOf(reserve);
        if (!nonce.matches("([0-9a-f]{2})*") || nonce.length() < LEAST_NONCE) {
            throw new CalibrationException("The nonce '" + (nonce.length() > 80 ? nonce.substring(0, 80) : nonce)
                    + "' is not at least 16 bytes in lower-case hexadecimal: let an outside party draw one, such as by"
                    + " `openssl rand -hex 32`.");
        }
        if (bases < 1 || faulty < 0 || clean < bases || faulty + clean > 10_000) {
            throw new CalibrationException(
                    "A sealed set has at least one base, as many clean models as bases and at most"
                            + " 10,000 models; asked for were " + bases + " bases, " + faulty + " faulty and " + clean
                            + " clean ones.");
        }
    }

    /// The seed, SHA-256 over these lines, each ended by `\n`: `assay.sealed/1`, `release R`, `plan P`, `nonce N`,
    /// `reserve X` for each file, `set B F C`.
    public byte[] seed() {
        StringBuilder lines = new StringBuilder(SCHEMA).append('\n');
        lines.append("release ").append(release).append('\n');
        lines.append("plan ").append(plan).append('\n');
        lines.append("nonce ").append(nonce).append('\n');
        reserve.forEach(file -> lines.append("reserve ").append(file).append('\n'));
        lines.append("set %d %d %d%n".formatted(bases, faulty, clean).replace("\r", ""));
        return HexFormat.of().parseHex(ReleaseDigest.sha256(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// What is published: SHA-256 over the seed, in hexadecimal. It tells nothing of the set and fixes it.
    public String digest() {
        return ReleaseDigest.sha256(seed());
    }

    /// Refuses to go on with another program or plan.
    ///
    /// @throws CalibrationException if this is not the release, or the plan is another
    void require(String currentRelease, String currentPlan) {
        if (!release.equals(currentRelease)) {
            throw new CalibrationException("The set was sealed for release " + release.substring(0, 12)
                    + " and this is " + currentRelease.substring(0, 12)
                    + ": open it with the release it was sealed for, or seal another.");
        }
        if (!plan.equals(currentPlan)) {
            throw new CalibrationException("The set was sealed for plan " + plan.substring(0, 12)
                    + " and the audit's is " + currentPlan.substring(0, 12) + ": seal another set.");
        }
    }

    /// Writes it to a new file.
    ///
    /// @throws CalibrationException if the file is there already or cannot be written
    public void write(Path file) {
        if (Files.exists(file)) {
            throw new CalibrationException(
                    file + " is there already: a commitment is never replaced; name another file.");
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            WholeFile.write(file, out -> out.write(JSON.writeValueAsBytes(this)));
        } catch (IOException e) {
            throw new CalibrationException("Cannot write " + file + " (" + e.getMessage() + "): name another file.", e);
        }
    }

    /// Reads a commitment.
    ///
    /// @throws CalibrationException if it is missing, damaged or of another version
    public static Commitment read(Path file) {
        try {
            Commitment commitment = JSON.readValue(Files.readString(file), Commitment.class);
            if (SCHEMA.equals(commitment.schema())) {
                return commitment;
            }
        } catch (IOException e) {
            throw new CalibrationException(
                    "There is no readable commitment " + file + ": make one with" + " ./assay calibrate seal.", e);
        } catch (JacksonException e) {
            if (e.getCause() instanceof CalibrationException known) {
                throw known;
            }
            throw new CalibrationException(file + " is no commitment: make one with ./assay calibrate seal.", e);
        }
        throw new CalibrationException(file + " is a commitment of another version: seal another set.");
    }
}
