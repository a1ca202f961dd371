package dev.assay.agents;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.Objects;

/// The grades of a sample that has one.
public final class Scores {

    private Scores() {}

    public static Score of(EvalSample sample, String scorer) {
        return Objects.requireNonNull(sample.scores().get(scorer), () -> scorer + ": " + sample.error());
    }
}
