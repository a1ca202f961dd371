package dev.assay.core.task;

import dev.assay.core.model.Capability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A step from question to answer: it edits the conversation, asks the model, or both. Used by many
/// threads at once.
@FunctionalInterface
public interface Solver {

    /// The state after this step. What it throws ends the sample as errored and no other.
    TaskState solve(TaskState state, Generate model);

    /// This step and then `next`.
    default Solver then(Solver next) {
        Solver first = this;
        return new Solver() {
            @Override
            public TaskState solve(TaskState state, Generate model) {
                return next.solve(first.solve(state, model), model);
            }

            @Override
            public List<Step> steps() {
                List<Step> steps = new ArrayList<>(first.steps());
                steps.addAll(next.steps());
                return List.copyOf(steps);
            }

            @Override
            public Set<Capability> needs() {
                Set<Capability> needs = new HashSet<>(first.needs());
                needs.addAll(next.needs());
                return Set.copyOf(needs);
            }
        };
    }

    /// What this solver does, as the log's plan names it; by default one step without parameters.
    default List<Step> steps() {
        return List.of(new Step("solver", Map.of()));
    }

    /// What a model must be able to do so that this step can ask it at all, as far as that is known before the
    /// first call; by default nothing beyond plain text.
    default Set<Capability> needs() {
        return Set.of();
    }

    /// One step of a plan.
    ///
    /// @param solver its name
    /// @param params its parameters
    record Step(String solver, Map<String, String> params) {
        public Step {
            params = Map.copyOf(params);
        }
    }
}
