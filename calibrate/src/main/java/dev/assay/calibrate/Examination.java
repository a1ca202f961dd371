package dev.assay.calibrate;

import java.util.List;
import java.util.Objects;

/// One audit of one model whose faults are known, as a line of the ledger.
///
/// @param schema `assay.examination/1`
/// @param assayVersion version of the audit
/// @param subject name of the model
/// @param sha256 of its weights
/// @param group its tier
/// @param control what kind of control it is
/// @param size of the model
/// @param access what the audit could see: `black-box`
/// @param budget most calls, 0 for the plan's own limit
/// @param seed of the draws
/// @param alpha error bound over all claims together
/// @param domainDigest SHA-256 of the domain
/// @param planHash SHA-256 of the plan
/// @param calls calls of the audit
/// @param seconds processor time, the model's included
/// @param claims every claim in plan order
public record Examination(
        String schema,
        String assayVersion,
        String subject,
        String sha256,
        String group,
        String control,
        String size,
        String access,
        long budget,
        long seed,
        double alpha,
        String domainDigest,
        String planHash,
        long calls,
        double seconds,
        List<Judged> claims) {
    /// The version of a line.
    public static final String SCHEMA = "assay.examination/1";

    /// What an audit sees that may only ask.
    public static final String BLACK_BOX = "black-box";

    public Examination {
        Objects.requireNonNull(subject, "subject");
        claims = List.copyOf(claims);
    }

    /// Whether nothing was planted.
    boolean isControl() {
        return claims.stream().noneMatch(Judged::isPlanted);
    }

    /// Whether any claim was accused falsely.
    boolean isFalselyAccused() {
        return claims.stream().anyMatch(Judged::isFalseAlarm);
    }
}
