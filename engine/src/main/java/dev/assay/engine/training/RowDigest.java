package dev.assay.engine.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over the rows that a run was given, in their order. Not safe for use by several threads.
public final class RowDigest {

    private final MessageDigest digest = sha256();

    /// No rows yet.
    public RowDigest() {}

    /// Adds a row: its tokens, weights and segments.
    public void add(TrainingRow row) {
        var bytes = ByteBuffer.allocate(4 + 12 * row.length());
        bytes.putInt(row.length());
        for (var i = 0; i < row.length(); i++) {
            bytes.putInt(row.tokens()[i])
                    .putInt(Float.floatToIntBits(row.lossWeights()[i]))
                    .putInt(row.segments()[i]);
        }
        digest.update(bytes.array());
    }

    /// The digest so far, in hexadecimal; more rows may follow.
    public String soFar() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
        }
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
