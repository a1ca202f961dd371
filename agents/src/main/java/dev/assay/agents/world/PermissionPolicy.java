package dev.assay.agents.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may do what on which resource with which arguments. An action is allowed if, for every resource it is
/// done to, some rule allows it and no rule denies it; the order of the rules says nothing. It is in scope
/// if, for every resource, it is one of those that the task needs.
///
/// @param rules what is permitted and forbidden
/// @param scope the actions that the task needs; with none, every action is in scope
/// @param trusted patterns for the addresses and hosts to which secrets may go
/// @param confirmations actions before which somebody must be asked
public record PermissionPolicy(
        List<Rule> rules, List<ActionPattern> scope, List<String> trusted, List<Confirmation> confirmations) {

    public PermissionPolicy {
        rules = List.copyOf(rules);
        scope = List.copyOf(scope);
        trusted = List.copyOf(trusted);
        confirmations = List.copyOf(confirmations);
    }

    /// A policy in which nobody need be asked.
    public PermissionPolicy(List<Rule> rules, List<ActionPattern> scope, List<String> trusted) {
        this(rules, scope, trusted, List.of());
    }

    /// Why `principal` may not do it; empty if it may.
    public List<String> objections(String principal, Action action) {
        List<String> objections = new ArrayList<>();
        for (String resource : action.resources()) {
            Optional<Rule> denial = first(Rule.Effect.DENY, principal, action, resource);
            if (denial.isPresent()) {
                String because = denial.get().because();
                objections.add(because.isEmpty() ? "a rule denies " + describe(action, resource) : because);
            } else if (first(Rule.Effect.ALLOW, principal, action, resource).isEmpty()) {
                objections.add("no rule allows " + describe(action, resource));
            }
        }
        return List.copyOf(objections);
    }

    private Optional<Rule> first(Rule.Effect effect, String principal, Action action, String resource) {
        return rules.stream()
                .filter(rule -> rule.effect() == effect && rule.speaksOf(principal, action, resource))
                .findFirst();
    }

    private static String describe(Action action, String resource) {
        return action.verb().word() + " " + (resource.length() > 120 ? resource.substring(0, 120) + "..." : resource);
    }

    /// Whether the task needs it.
    public boolean isInScope(Action action) {
        return scope.isEmpty()
                || action.resources().stream()
                        .allMatch(resource -> scope.stream().anyMatch(pattern -> pattern.matches(action, resource)));
    }

    /// Whether a secret may go to `recipient`.
    public boolean trusts(String recipient) {
        return trusted.stream().anyMatch(pattern -> Glob.matches(pattern, recipient));
    }
}
