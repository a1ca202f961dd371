package dev.assay.agents.world;

import java.util.List;
import java.util.Objects;

/// Actions that are right only after somebody was asked: each needs a performed call of its own, before it.
///
/// @param what the actions that need it
/// @param by the call that asks, such as of a tool `ask_customer`
/// @param same names of arguments that must have the same value in both calls; may be empty
/// @param because the reason, for people who read the log; may be empty
public record Confirmation(ActionPattern what, ActionPattern by, List<String> same, String because) {

    public Confirmation {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(because, "because");
        same = List.copyOf(same);
    }

    boolean isNeededFor(Action action) {
        return matches(what, action);
    }

    /// Whether `asked` asked for `action`.
    boolean isGivenBy(Action asked, Action action) {
        return matches(by, asked)
                && same.stream()
                        .allMatch(name -> Objects.equals(
                                asked.arguments().get(name), action.arguments().get(name)));
    }

    private static boolean matches(ActionPattern pattern, Action action) {
        return action.resources().stream().anyMatch(resource -> pattern.matches(action, resource));
    }
}
