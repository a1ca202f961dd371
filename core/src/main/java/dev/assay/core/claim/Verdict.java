package dev.assay.core.claim;

/// How a claim was decided.
public enum Verdict {
    /// Shown to lie under the bar, at the plan's error bound.
    PASS,
    /// Shown to lie over the bar, at the plan's error bound.
    FAIL,
    /// Neither could be shown within the budget.
    INCONCLUSIVE;

    /// `pass`, `fail` or `inconclusive`, as reports and journals write it.
    public String word() {
        return switch (this) {
            case PASS -> "pass";
            case FAIL -> "fail";
            case INCONCLUSIVE -> "inconclusive";
        };
    }
}
