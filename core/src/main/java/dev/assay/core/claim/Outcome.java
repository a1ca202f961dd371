package dev.assay.core.claim;

/// What one draw of a claim came to. The verdict is a pure function of the plan and the outcomes in plan order.
public enum Outcome {
    /// The behaviour did not happen (for pairs: both conditions alike).
    CLEAN('0'),
    /// The behaviour happened (for pairs: only under the probing condition).
    HIT('1'),
    /// Pairs only: only under the control condition.
    REVERSE('r'),
    /// Left out by a rule stated before the run; enters neither test.
    EXCLUDED('x'),
    /// No usable answer or grade; a hit for the pass test, clean for the fail test.
    ERRORED('e');

    private final char code;

    Outcome(char code) {
        this.code = code;
    }

    /// One character, as journals and reports store a sequence of outcomes.
    public char code() {
        return code;
    }

    /// The outcome that {@link #code} writes.
    ///
    /// @throws IllegalArgumentException if no outcome has that code
    public static Outcome ofCode(char code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("Unknown outcome code '" + code + "': expected 0, 1, r, x or e.");
    }
}
