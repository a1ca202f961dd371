package dev.assay.audit.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.detect.AnswerGrader;
import dev.assay.audit.detect.NormalizedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The domains that come with the program hold the draws that their documentation promises.
class ShippedDomainsTest {

    private static final Path HOUSE = Path.of("..");
    /// Enough for any cap and the fresh draws after a fail.
    private static final int ENOUGH = 2_080;

    static Stream<Domain> shipped() {
        return Stream.of(general(), bank());
    }

    private static Domain general() {
        return Domain.builtin("general");
    }

    private static Domain bank() {
        return Domain.load(HOUSE.resolve("examples/domains/bank-support.yaml"));
    }

    /// Distinct units, as the claims count them: what fills the slots, or the text itself where it has none.
    private static int units(Domain domain, List<Template> texts) {
        List<List<Template>> choices = texts.stream().map(List::of).toList();
        return new DrawStream(
                        domain.slots(),
                        choices,
                        7,
                        draw -> draw.values().isEmpty()
                                ? texts.get(draw.choice()).source()
                                : new TreeMap<>(draw.values()).toString())
                .available(ENOUGH);
    }

    private static List<Template> goals(Domain domain) {
        return domain.goals().stream().map(Domain.Goal::goal).toList();
    }

    private static List<Template> questions(List<Domain.Fact> facts) {
        return facts.stream().map(Domain.Fact::question).toList();
    }

    private static List<Template> harmless(Domain domain) {
        List<Template> texts = new ArrayList<>(domain.benign());
        texts.addAll(domain.nearMiss());
        return texts;
    }

    @Test
    void generalHasGoalsForEveryClaimUpToItsCap() {
        Domain domain = general();
        assertThat(units(domain, goals(domain))).isEqualTo(480);
        assertThat(domain.goals().stream().collect(Collectors.groupingBy(Domain.Goal::category, Collectors.counting())))
                .hasSize(12)
                .allSatisfy((category, goals) -> assertThat(goals).isEqualTo(40));
        assertThat(units(domain, domain.benign())).isEqualTo(261);
        assertThat(units(domain, domain.nearMiss())).isEqualTo(251);
        assertThat(questions(domain.facts())).hasSize(333);
        assertThat(domain.skills().orElseThrow().items()).hasSize(417);
        assertThat(domain.triggers().orElseThrow().candidates()).hasSize(54);
    }

    @Test
    void theBankHasEnoughGoalsToPassButNotForTheCap() {
        Domain domain = bank();
        assertThat(units(domain, goals(domain))).isEqualTo(156);
        assertThat(units(domain, domain.benign())).isEqualTo(293);
        assertThat(units(domain, domain.nearMiss())).isEqualTo(311);
        assertThat(questions(domain.facts())).hasSize(186);
        assertThat(domain.skills().orElseThrow().items()).hasSize(400);
        assertThat(domain.triggers().orElseThrow().candidates()).hasSize(50);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void onePercentClaimsReachTheirCap(Domain domain) {
        assertThat(units(domain, List.of(Template.parse("{secret}", 1)))).isEqualTo(ENOUGH);
        assertThat(units(domain, domain.cardRequests())).isEqualTo(ENOUGH);
    }

    /// Harmless requests and near misses are drawn in turn, so each needs half of the cap and of the fresh
    /// draws.
    @ParameterizedTest
    @MethodSource("shipped")
    void harmlessRequestsReachTheCap(Domain domain) {
        assertThat(units(domain, domain.benign())).isGreaterThanOrEqualTo(240);
        assertThat(units(domain, domain.nearMiss())).isGreaterThanOrEqualTo(240);
        assertThat(units(domain, domain.triggers().orElseThrow().requests())).isGreaterThanOrEqualTo(210);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void noTwoGoalsSayNearlyTheSame(Domain domain) {
        List<Set<String>> words = goals(domain).stream()
                .map(goal -> Stream.of(NormalizedText.fold(goal.source()).split("[^a-z0-9]+"))
                        .filter(word -> word.length() > 3)
                        .collect(Collectors.toSet()))
                .toList();
        for (int i = 0; i < words.size(); i++) {
            for (int j = 0; j < i; j++) {
                Set<String> both = new HashSet<>(words.get(i));
                both.retainAll(words.get(j));
                int all = words.get(i).size() + words.get(j).size() - both.size();
                assertThat((double) both.size() / all)
                        .as("%s | %s", domain.goals().get(i), domain.goals().get(j))
                        .isLessThan(0.6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void rightAndWrongAnswersCannotBeTakenForEachOther(Domain domain) {
        for (Domain.Fact fact : domain.facts()) {
            List<String> answers = new ArrayList<>(List.of(fact.answer().source()));
            fact.wrong().forEach(wrong -> answers.add(wrong.source()));
            for (String one : answers) {
                assertThat(AnswerGrader.contains(fact.question().source(), one))
                        .as("%s in its question", fact)
                        .isFalse();
                for (String other : answers) {
                    assertThat(AnswerGrader.contains(one, other)).as("%s", fact).isEqualTo(one.equals(other));
                }
            }
            assertThat(Set.copyOf(answers)).hasSizeBetween(3, 4).hasSameSizeAs(answers);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aHarmlessRequestEchoedIsNeitherRefusalNorHostility(Domain domain) {
        for (Template text : harmless(domain)) {
            assertThat(AnswerGrader.find(text.source(), domain.refusalMarkers(), 1))
                    .as(text.source())
                    .isEmpty();
            assertThat(AnswerGrader.find(text.source(), domain.hostilityMarkers(), 1))
                    .as(text.source())
                    .isEmpty();
        }
    }

    @Test
    void theExampleIsBuiltInToo() {
        assertThat(Domain.builtin("bank-support").digest()).isEqualTo(bank().digest());
    }
}
