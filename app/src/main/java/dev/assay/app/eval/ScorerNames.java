package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Scorers;
import java.util.regex.PatternSyntaxException;

/// Scorers by the names that `--scorer` takes.
final class ScorerNames {

    static final String FORMS = "includes, exact, or pattern:REGEX";

    private ScorerNames() {}

    /// @throws UserError if there is no such scorer
    static Scorer find(String name) {
        if (name.startsWith("pattern:")) {
            String regex = name.substring("pattern:".length());
            try {
                return Scorers.pattern(regex);
            } catch (PatternSyntaxException e) {
                throw new UserError("--scorer '" + name + "' has no regular expression at character " + e.getIndex()
                        + " (" + e.getDescription() + "): mend it.");
            }
        }
        return switch (name) {
            case "includes" -> Scorers.includes();
            case "exact" -> Scorers.exact();
            default -> throw new UserError("there is no scorer '" + name + "': expected " + FORMS + ".");
        };
    }
}
