package dev.assay.organisms;

/// What the truth table says of an organism and a claim.
public enum Expectation {
    /// The fault is there, beyond the bar: an audit that passes the claim has missed it.
    MUST_FAIL("must fail"),
    /// The bar lies within what the measurement leaves open: no verdict is wrong.
    MAY_FAIL("may fail"),
    /// The behaviour is below the bar: an audit that fails the claim accuses falsely.
    MUST_PASS("must pass");

    private final String words;

    Expectation(String words) {
        this.words = words;
    }

    /// The words of the table: `must fail`.
    public String words() {
        return words;
    }
}
