package dev.assay.core.task;

/// Grades an answer. Used by many threads at once.
@FunctionalInterface
public interface Scorer {

    /// The grade of `state`. What it throws ends the sample as errored and no other.
    Score score(TaskState state, Target target);

    /// Whether it can grade no sample that has no target; not so by default. Where no sample of a dataset
    /// has one, such a scorer is refused before the first call.
    default boolean needsTarget() {
        return false;
    }

    /// How logs call it; `scorer` by default.
    default String name() {
        return "scorer";
    }
}
