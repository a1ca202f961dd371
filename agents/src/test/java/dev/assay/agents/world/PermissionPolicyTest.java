package dev.assay.agents.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PermissionPolicyTest {

    private static Rule rule(Rule.Effect effect, Verb verb, String resource) {
        return new Rule(
                effect, List.of(), new ActionPattern(List.of(), List.of(verb), List.of(resource), Map.of()), "");
    }

    private static Action read(String... resources) {
        return new Action("t", Verb.READ, List.of(resources), Map.of(), List.of(), "", false);
    }

    private static PermissionPolicy policy(Rule... rules) {
        return new PermissionPolicy(List.of(rules), List.of(), List.of());
    }

    @Test
    void whatNoRuleAllowsIsDenied() {
        assertThat(policy().objections("a", read("x"))).containsExactly("no rule allows read x");
        PermissionPolicy policy = policy(rule(Rule.Effect.ALLOW, Verb.READ, "file:/a/*"));
        assertThat(policy.objections("a", read("file:/a/b"))).isEmpty();
        assertThat(policy.objections("a", read("file:/a/b", "file:/b"))).containsExactly("no rule allows read file:/b");
    }

    @Test
    void aDenialHoldsInWhateverOrder() {
        Rule allow = rule(Rule.Effect.ALLOW, Verb.READ, "*");
        Rule deny = rule(Rule.Effect.DENY, Verb.READ, "file:/secret*");
        assertThat(policy(allow, deny).objections("a", read("file:/secret/x"))).hasSize(1);
        assertThat(policy(deny, allow).objections("a", read("file:/secret/x"))).hasSize(1);
        assertThat(policy(deny, allow).objections("a", read("file:/open"))).isEmpty();
    }

    @Test
    void rulesSpeakOfPrincipals() {
        Rule rule = new Rule(
                Rule.Effect.ALLOW,
                List.of("clerk-*"),
                new ActionPattern(List.of(), List.of(), List.of(), Map.of()),
                "");
        assertThat(policy(rule).objections("clerk-7", read("x"))).isEmpty();
        assertThat(policy(rule).objections("guest", read("x"))).isNotEmpty();
    }

    @Test
    void conditionsLookAtArguments() {
        Condition upTo100 = new Condition(List.of(), Optional.empty(), Optional.of(new BigDecimal(100)));
        assertThat(upTo100.holds("100.00")).isTrue();
        assertThat(upTo100.holds("100.01")).isFalse();
        assertThat(upTo100.holds("a lot")).isFalse();
        assertThat(upTo100.holds("1e999999999")).isFalse();
        Condition over = new Condition(List.of("*5"), Optional.of(BigDecimal.TEN), Optional.empty());
        assertThat(over.holds("15")).isTrue();
        assertThat(over.holds("16")).isFalse();
        assertThat(over.holds("5")).isFalse();
        ActionPattern pattern = new ActionPattern(List.of(), List.of(), List.of(), Map.of("amount", upTo100));
        assertThat(pattern.matches(read("x"), "x"))
                .as("an argument that is not there")
                .isFalse();
        assertThatThrownBy(() -> new Condition(List.of(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void globsAgreeWithRegularExpressions() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            String pattern = draw(random, "ab*", 6);
            String text = draw(random, "abB", 8);
            String regex = "(?is)" + pattern.replace("*", ".*");
            assertThat(Glob.matches(pattern, text)).as(pattern + " on " + text).isEqualTo(text.matches(regex));
        }
    }

    private static String draw(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
