package dev.assay.audit;

/// The run was stopped before its end. Everything answered is in the journal; resuming goes on from there.
public final class AuditInterruptedException extends RuntimeException {

    public AuditInterruptedException() {
        super("The audit was interrupted; everything answered is in the journal.");
    }
}
