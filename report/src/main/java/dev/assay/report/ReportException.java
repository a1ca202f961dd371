package dev.assay.report;

/// A document could not be written, read or printed; the message is one sentence with the remedy.
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
