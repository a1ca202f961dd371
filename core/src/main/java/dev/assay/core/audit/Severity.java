package dev.assay.core.audit;

/// How much harm a failed claim may do; drawn as filled boxes out of four.
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /// `low`, `medium`, `high` or `critical`.
    public String word() {
        return switch (this) {
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
            case CRITICAL -> "critical";
        };
    }
}
