package dev.assay.app.audit;

import java.math.BigDecimal;

/// Small pieces of text that several commands share.
final class AuditText {

    private AuditText() {}

    /// A number without trailing zeros: `1`, `0.5`.
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
