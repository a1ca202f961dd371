package dev.assay.tasks.text;

import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;

/// Scorers by likeness to a reference text, each in [0, 1]. A sample without a target text is excluded.
/// Their mean over a run is the mean of the sentences, not the corpus score that papers on translation
/// report.
public final class TextScorers {

    /// Longer answers are compared by their start, in characters: likeness of words takes quadratic time.
    private static final int LONGEST = 100_000;

    private TextScorers() {}

    /// Sentence BLEU, as sacrebleu's with its defaults; all target texts are references.
    public static Scorer bleu() {
        return scorer("bleu", Bleu::score);
    }

    /// Sentence chrF2, as sacrebleu's with its defaults; the best target text counts.
    public static Scorer chrf() {
        return scorer("chrf", Chrf::score);
    }

    /// ROUGE-1, the F-score of words; the best target text counts.
    public static Scorer rouge1() {
        return best("rouge1", (text, reference) -> Rouge.n(text, reference, 1));
    }

    /// ROUGE-2, the F-score of pairs of words; the best target text counts.
    public static Scorer rouge2() {
        return best("rouge2", (text, reference) -> Rouge.n(text, reference, 2));
    }

    /// ROUGE-L, the F-score of the longest common subsequence of words; the best target text counts.
    public static Scorer rougeL() {
        return best("rougeL", Rouge::l);
    }

    private static Scorer best(String name, ToDoubleBiFunction<String, String> likeness) {
        return scorer(
                name,
                (text, references) -> references.stream()
                        .mapToDouble(reference -> likeness.applyAsDouble(text, reference))
                        .max()
                        .orElse(0));
    }

    private static Scorer scorer(String name, BiFunction<String, List<String>, Double> likeness) {
        return new Scorer() {
            @Override
            public Score score(TaskState state, Target target) {
                if (target.texts().isEmpty()) {
                    return Score.unscored("The sample has no target.");
                }
                String text = state.completion();
                String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
                return new Score(likeness.apply(start, target.texts()), text, "");
            }

            @Override
            public boolean needsTarget() {
                return true;
            }

            @Override
            public String name() {
                return name;
            }
        };
    }
}
