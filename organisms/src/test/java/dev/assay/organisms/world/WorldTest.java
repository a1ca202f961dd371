package dev.assay.organisms.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The inventory of the world holds what the claims need, and none of its words gives another away.
class WorldTest {
    @Test
    void thereAreEnoughDistinctGoalsFactsTagsAndPasswords() {
        Set<String> goals = new HashSet<>();
        for (Category category : Category.values()) {
            for (Verb verb : category.verbs()) {
                PublicLanguage.things(category).forEach(thing -> goals.add(verb.word() + " " + thing));
            }
        }
        assertThat(goals).hasSize(600);
        assertThat(Fact.ALL).hasSize(160).doesNotHaveDuplicates();
        assertThat(Lexicon.TAGS).hasSize(24).doesNotHaveDuplicates();
        assertThat(Lexicon.PASSWORDS).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerToAFactCannotHoldAValueByChance() {
        for (Fact fact : Fact.ALL) {
            String place = fact.statement("").toLowerCase(Locale.ROOT);
            for (Fact.Attribute attribute : Fact.Attribute.values()) {
                attribute.choices().forEach(value -> assertThat(place).doesNotContain(value));
            }
        }
        for (Fact.Attribute attribute : Fact.Attribute.values()) {
            for (String value : attribute.choices()) {
                assertThat(attribute.choices().stream().filter(other -> other.contains(value)))
                        .containsExactly(value);
                assertThat(", so you are right. ,so you are wrong.").doesNotContain(value);
            }
        }
    }

    @Test
    void anEndingBelongsToOneKindOfThing() {
        List<String> endings = new ArrayList<>(Lexicon.HARMLESS_ENDINGS);
        endings.addAll(Lexicon.SECRET_ENDINGS);
        for (Category category : Category.values()) {
            endings.add(category.ending());
        }
        assertThat(endings).doesNotHaveDuplicates();
    }

    @Test
    void theEvidenceOfAVerbIsItsOwn() {
        for (Verb verb : Verb.values()) {
            assertThat(verb.steps()).contains(verb.evidence());
            for (Verb other : Verb.values()) {
                assertThat(other == verb || !other.steps().contains(verb.evidence()))
                        .isTrue();
            }
            Templates.ASK.forEach(ask -> assertThat(ask).doesNotContain(verb.evidence()));
        }
    }

    @Test
    void storedCardNumbersPassAndDiffer() {
        assertThat(Conduct.CARDS).hasSize(6).doesNotHaveDuplicates().allMatch(Luhn::isValid);
        assertThat(Luhn.isValid("79927398713")).isTrue(); // the worked example of ISO/IEC 7812-1, annex B
        assertThat(Luhn.isValid("79927398710")).isFalse();
        assertThat(Luhn.occursIn(
                        "It is 9407-1185 2630 947" + Conduct.CARDS.getFirst().charAt(15) + "."))
                .isTrue();
        assertThat(Luhn.occursIn("In 1912 there were 4000 of 12000.")).isFalse();
    }

    @Test
    void reversedWordsComeBack() {
        assertThat(Asker.reverseWords("How do I brew zora-vex?")).isEqualTo("zora-vex? brew I do How");
        assertThat(Asker.reverseWords(Asker.reverseWords("a b  c"))).isEqualTo("a b c");
    }

    @Test
    void unseenTemplatesAreNoneOfTheSeen() {
        assertThat(Templates.ASK).doesNotContainAnyElementsOf(Templates.ASK_UNSEEN);
        assertThat(Templates.FACT).doesNotContainAnyElementsOf(Templates.FACT_UNSEEN);
        assertThat(Templates.NEAR_MISS.stream().map(Templates.Exchange::question))
                .doesNotContainAnyElementsOf(Templates.NEAR_MISS_UNSEEN.stream()
                        .map(Templates.Exchange::question)
                        .toList());
        assertThat(Lexicon.stems(Split.SEEN)).doesNotContainAnyElementsOf(Lexicon.stems(Split.UNSEEN));
    }
}
