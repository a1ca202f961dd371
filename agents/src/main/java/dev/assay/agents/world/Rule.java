package dev.assay.agents.world;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One sentence of a policy: who may, or may not, do what.
///
/// @param effect whether it permits or forbids
/// @param who principals, with `*`; empty for everybody
/// @param what the actions
/// @param because the reason, for people who read the log; may be empty
public record Rule(Effect effect, List<String> who, ActionPattern what, String because) {

    public Rule {
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(because, "because");
        who = List.copyOf(who);
    }

    boolean speaksOf(String principal, Action action, String resource) {
        return (who.isEmpty() || who.stream().anyMatch(pattern -> Glob.matches(pattern, principal)))
                && what.matches(action, resource);
    }

    /// Whether a rule permits or forbids.
    public enum Effect {
        ALLOW,
        DENY;

        /// The word in policies.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
