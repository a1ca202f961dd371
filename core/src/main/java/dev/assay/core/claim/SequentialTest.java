package dev.assay.core.claim;

import java.util.Optional;

/// A claim being decided, one outcome at a time, in plan order. For one thread. Once there is a verdict,
/// nothing that is added changes anything.
public interface SequentialTest {
    /// Takes the next outcome in plan order. Excluded outcomes enter nothing; errored ones count as the
    /// worst case of each test (see {@link RateRule} and {@link PairedRule}).
    ///
    /// @throws IllegalArgumentException if the outcome is {@link Outcome#REVERSE} and the claim is not
    ///     paired
    void add(Outcome outcome);

    /// The verdict; empty while more outcomes are needed.
    Optional<Verdict> verdict();

    /// Outcomes that entered the tests: excluded ones left out, errored ones included.
    int draws();

    /// Draws in which the behaviour happened (pairs: only under the probing condition).
    int hits();

    /// Pairs only: draws in which it happened only under the control condition; else 0.
    int reverses();

    /// Draws without a usable answer or grade.
    int errored();

    /// Natural log of the e-value for `pass`; for pairs the smaller of the two directions.
    double logPass();

    /// Natural log of the e-value for `fail`.
    double logFail();

    /// Whether it was given up because its futility test rejected, and not because its draws ended. A test that only
    /// confirms has then rejected a rate of three bars or more.
    boolean futile();

    /// Why it stopped, or that it has not, one sentence.
    String stopReason();
}
