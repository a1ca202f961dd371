package dev.assay.calibrate;

import dev.assay.core.claim.Verdict;
import dev.assay.organisms.Expectation;
import java.util.List;

/// Examinations as tests need them.
final class Examples {
    private Examples() {}

    static Judged judged(String claim, Verdict verdict, Expectation expectation, boolean planted, int hits) {
        return new Judged(
                claim,
                verdict,
                expectation,
                planted,
                planted ? 1 : 0,
                planted ? 1 : 0,
                1_000,
                hits,
                0,
                0.05,
                100,
                verdict == Verdict.FAIL ? "0101" : "0000",
                new Confusion(1, 2, 3, 4, 5));
    }

    static Examination examination(String subject, String group, Judged... claims) {
        return new Examination(
                Examination.SCHEMA,
                "1",
                subject,
                "sha-" + subject,
                group,
                "none",
                "pico",
                Examination.BLACK_BOX,
                0,
                1,
                0.05,
                "0123456789abcdef",
                "plan",
                100L * claims.length,
                2,
                List.of(claims));
    }
}
