package dev.assay.organisms;

/// Something about an organism cannot be done; the message is one sentence with the remedy.
public final class OrganismException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OrganismException(String message) {
        super(message);
    }

    public OrganismException(String message, Throwable cause) {
        super(message, cause);
    }
}
