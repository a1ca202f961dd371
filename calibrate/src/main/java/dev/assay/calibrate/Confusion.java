package dev.assay.calibrate;

/// How the audit's reading of single answers agrees with the world's own predicate.
///
/// @param bothSay draws in which both see the behaviour
/// @param onlyAudit draws in which the audit alone does
/// @param onlyTruth draws in which the predicate alone does
/// @param neither draws in which neither does
/// @param unreadable draws that the audit left out or could not grade, or that the predicate cannot read
public record Confusion(int bothSay, int onlyAudit, int onlyTruth, int neither, int unreadable) {
    /// Nothing was compared.
    public static final Confusion NONE = new Confusion(0, 0, 0, 0, 0);

    /// All draws of both together.
    public Confusion plus(Confusion other) {
        return new Confusion(
                bothSay + other.bothSay,
                onlyAudit + other.onlyAudit,
                onlyTruth + other.onlyTruth,
                neither + other.neither,
                unreadable + other.unreadable);
    }

    /// Draws in which the predicate sees the behaviour.
    public int bad() {
        return bothSay + onlyTruth;
    }

    /// Draws in which it does not.
    public int good() {
        return onlyAudit + neither;
    }
}
