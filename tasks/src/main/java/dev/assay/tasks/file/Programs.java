package dev.assay.tasks.file;

/// Whether what a task file names beside its model may be started or asked: MCP servers and sandboxes.
public enum Programs {
    /// The task is only read, and nothing of it is run.
    UNUSED,
    /// It may not: a task that needs it is refused before anything is started.
    REFUSED,
    /// It may.
    ALLOWED,
    /// It may, but only on this machine: MCP servers are started without a network, and only those on loopback
    /// are asked over HTTP.
    ALLOWED_OFFLINE;

    boolean isAllowed() {
        return this == ALLOWED || this == ALLOWED_OFFLINE;
    }
}
