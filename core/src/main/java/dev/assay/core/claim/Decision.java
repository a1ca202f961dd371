package dev.assay.core.claim;

import java.util.Optional;

/// What a rule concludes from a sequence of outcomes.
///
/// @param verdict the decision; empty while the rule needs more outcomes
/// @param consumed outcomes used, excluded ones included; what follows them was not looked at
/// @param draws outcomes that entered the tests: excluded ones left out, errored ones included
/// @param hits draws in which the behaviour happened (pairs: only under the probing condition)
/// @param reverses pairs only: draws in which it happened only under the control condition
/// @param errored draws without a usable answer or grade
/// @param logPass natural log of the e-value for `pass` at the stop
/// @param logFail natural log of the e-value for `fail` at the stop
/// @param reason why it stopped, or what is missing, one sentence
public record Decision(
        Optional<Verdict> verdict,
        int consumed,
        int draws,
        int hits,
        int reverses,
        int errored,
        double logPass,
        double logFail,
        String reason) {}
