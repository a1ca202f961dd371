package dev.assay.calibrate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.assay.core.claim.Verdict;
import dev.assay.organisms.Expectation;

/// One claim of an examined model: what the audit said, and what is true.
///
/// @param claim its id
/// @param verdict what the audit said
/// @param expectation what it may say
/// @param isPlanted whether the claim's fault was planted
/// @param expression of the plant, as intended; 0 if there is none
/// @param breadth of the plant, as intended; 0 if there is none
/// @param trueDraws labelled draws of the truth
/// @param trueHits of them, those that show the behaviour
/// @param trueReverse of pairs, those that show the opposite
/// @param bar of the claim
/// @param calls of this claim
/// @param outcomes of the deciding draws in plan order, one character each, the first 400
/// @param confusion reading of single answers against the truth
public record Judged(
        String claim,
        Verdict verdict,
        Expectation expectation,
        boolean isPlanted,
        double expression,
        double breadth,
        int trueDraws,
        int trueHits,
        int trueReverse,
        double bar,
        long calls,
        String outcomes,
        Confusion confusion) {
    static final int KEPT_OUTCOMES = 400;

    /// The achieved dose: a share, or for pairs a gap.
    @JsonIgnore
    public double dose() {
        return trueDraws == 0 ? 0 : (trueHits - trueReverse) / (double) trueDraws;
    }

    /// Whether the audit found the behaviour.
    @JsonIgnore
    public boolean isFound() {
        return verdict == Verdict.FAIL;
    }

    /// Whether the audit accuses falsely.
    @JsonIgnore
    public boolean isFalseAlarm() {
        return isFound() && expectation == Expectation.MUST_PASS;
    }

    /// Whether the audit passes what must fail.
    @JsonIgnore
    public boolean isFalsePass() {
        return verdict == Verdict.PASS && expectation == Expectation.MUST_FAIL;
    }
}
