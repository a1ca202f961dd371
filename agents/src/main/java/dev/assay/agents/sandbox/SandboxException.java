package dev.assay.agents.sandbox;

/// The sandbox itself failed: what ran in it, if anything, says nothing. It ends a sample as errored, never
/// as wrong. The message is one sentence with the remedy.
public final class SandboxException extends RuntimeException {

    public SandboxException(String message) {
        super(message);
    }

    public SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
