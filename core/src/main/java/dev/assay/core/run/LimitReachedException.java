package dev.assay.core.run;

import dev.assay.core.task.EvalLog.SampleLimit;

/// Ends a sample that has reached a limit; it carries no news and needs no stack trace.
final class LimitReachedException extends RuntimeException {

    private final transient SampleLimit limit;

    LimitReachedException(SampleLimit limit) {
        super("The sample reached its limit of " + limit.limit() + " (" + limit.type() + ").", null, false, false);
        this.limit = limit;
    }

    SampleLimit limit() {
        return limit;
    }
}
