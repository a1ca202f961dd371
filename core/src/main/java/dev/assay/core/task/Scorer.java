package dev.assay.core.task;

/// Grades an answer. Used by many threads at once.
@FunctionalInterface
public interface Scorer {

    /// The grade of `state`. What it throws ends the sample as errored and no other.
    Score score(TaskState state, Target target);

    /// How logs call it; `scorer` by default.
    default String name() {
        return "scorer";
    }
}
