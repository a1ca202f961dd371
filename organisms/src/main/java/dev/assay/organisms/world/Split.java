package dev.assay.organisms.world;

/// Which half of the templates or fillers something comes from.
public enum Split {
    /// Met in training.
    SEEN,
    /// Held out of training; built of known words.
    UNSEEN
}
