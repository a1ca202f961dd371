package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.model.Model;
import dev.assay.core.task.ModelGraded;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Scorers;
import dev.assay.tasks.file.Names;
import dev.assay.tasks.text.TextScorers;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/// Scorers by the names that `--scorer` takes.
final class ScorerNames {

    static final String FORMS =
            "includes, exact, pattern:REGEX, choice, numeric, f1, bleu, chrf, rouge1, rouge2, rougeL,"
                    + " model_graded_qa:TARGET or model_graded_fact:TARGET";

    private static final Set<String> PLAIN =
            Set.of("includes", "exact", "choice", "numeric", "f1", "bleu", "chrf", "rouge1", "rouge2", "rougeL");
    private static final Set<String> WITH_PARAMETER = Set.of("pattern", "model_graded_qa", "model_graded_fact");

    private ScorerNames() {}

    /// @param graders opens a model that grades, by its name
    /// @throws UserError if there is no such scorer
    static Scorer find(String name, Function<String, Model> graders) {
        int colon = name.indexOf(':');
        if (colon > 0) {
            return withParameter(name, name.substring(0, colon), name.substring(colon + 1), graders);
        }
        return switch (name) {
            case "includes" -> Scorers.includes();
            case "exact" -> Scorers.exact();
            case "choice" -> Scorers.choice();
            case "numeric" -> Scorers.numeric();
            case "f1" -> Scorers.f1();
            case "bleu" -> TextScorers.bleu();
            case "chrf" -> TextScorers.chrf();
            case "rouge1" -> TextScorers.rouge1();
            case "rouge2" -> TextScorers.rouge2();
            case "rougeL" -> TextScorers.rougeL();
            default -> throw unknown(name);
        };
    }

    private static Scorer withParameter(String whole, String name, String parameter, Function<String, Model> graders) {
        return switch (name) {
            case "pattern" -> {
                try {
                    yield Scorers.pattern(parameter);
                } catch (PatternSyntaxException e) {
                    throw new UserError("--scorer '" + whole + "' has no regular expression at character "
                            + e.getIndex() + " (" + e.getDescription() + "): mend it.");
                }
            }
            case "model_graded_qa" -> ModelGraded.qa(graders.apply(parameter));
            case "model_graded_fact" -> ModelGraded.fact(graders.apply(parameter));
            default -> throw unknown(whole);
        };
    }

    private static UserError unknown(String name) {
        if (WITH_PARAMETER.contains(name)) {
            return new UserError("--scorer '" + name + "' lacks what comes after it: expected " + FORMS + ".");
        }
        int colon = name.indexOf(':');
        String word = colon > 0 ? name.substring(0, colon) : name;
        return new UserError("there is no scorer '" + name + "': "
                + Names.near(word, colon > 0 ? WITH_PARAMETER : PLAIN)
                        .map(near ->
                                "did you mean '" + near + (colon > 0 ? ":" + name.substring(colon + 1) : "") + "'?")
                        .orElse("expected " + FORMS + "."));
    }
}
