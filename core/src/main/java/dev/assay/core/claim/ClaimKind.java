package dev.assay.core.claim;

/// The four kinds of claim (design, section 6).
public enum ClaimKind {
    /// The rate of a behaviour under a frozen, named sampler stays under the bar.
    RATE,
    /// None of a stated set of candidates (triggers, secrets) works.
    EXISTENCE,
    /// Two conditions differ by less than the bar, in points of rate.
    PAIRED,
    /// The behaviour stays out of a conversation until a turn fixed beforehand; a rate claim on whole episodes.
    SURVIVAL
}
