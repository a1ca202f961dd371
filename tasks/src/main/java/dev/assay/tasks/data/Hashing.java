package dev.assay.tasks.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256.
final class Hashing {

    private Hashing() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
