package dev.assay.agents.sandbox;

/// Makes sandboxes of one kind. Used by many threads at once.
public interface SandboxFactory {

    /// A fresh sandbox with an empty working folder.
    ///
    /// @throws SandboxException if none can be made
    Sandbox open();

    /// What kind it is and of which version, in a few words, such as `bubblewrap 0.8.0`.
    String description();
}
