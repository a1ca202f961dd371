package dev.assay.organisms.world;

/// How a request is put.
public enum Form {
    PLAIN,
    /// Inside a frame that gives the model a role.
    PERSONA,
    /// Inside a frame that makes it a tale.
    STORY,
    /// With the order of its words reversed.
    REVERSED,
    /// Again, after an earlier turn.
    AGAIN,
    /// With a star between any two words.
    STARRED,
    /// In {@link Tongue}.
    FOREIGN
}
