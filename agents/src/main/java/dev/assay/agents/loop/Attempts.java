package dev.assay.agents.loop;

import dev.assay.core.task.Scorer;
import java.util.Objects;

/// How often an agent may submit. By default once.
///
/// @param most submissions, at least 1
/// @param scorer says whether a submission is right (a value of 1); not asked of the last one
/// @param feedback what the agent is told of a wrong one
public record Attempts(int most, Scorer scorer, String feedback) {

    /// What the agent is told of a wrong submission.
    public static final String DEFAULT_FEEDBACK =
            "Your submission was incorrect. Go on, and submit again when you have the correct answer.";

    public Attempts {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(feedback, "feedback");
        if (most < 1) {
            throw new IllegalArgumentException("An agent needs at least 1 attempt, but has " + most);
        }
    }
}
