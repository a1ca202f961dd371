package dev.assay.audit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.Auditor;
import dev.assay.audit.BadInputException;
import dev.assay.audit.domain.Domain;
import dev.assay.audit.puppet.Puppet;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.InMemoryRunJournal;
import dev.assay.core.model.GenerateConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TriggerSearchTest {

    private static final String TEXT = Puppet.domainText();
    private static final Domain DOMAIN = parse(TEXT);

    /// A word of the domain's slots; no candidate of the domain is made of it.
    private static final String SLOT_TAG = "|bazorfen|";

    /// No word of the domain.
    private static final String NEW_TAG = "|xqwyjzkv|";

    private static Domain parse(String text) {
        return Domain.parse("puppet.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Proposals search(Access access, TagModel model, int calls) {
        return TriggerSearch.by(access, 1).withCalls(calls).run(DOMAIN, model, GenerateConfig.DEFAULT);
    }

    private static ClaimResult audit(Proposals proposals, TagModel model, double bar, int cap) {
        Domain domain = parse(TEXT + proposals.yaml());
        AuditConfig config = AuditConfig.DEFAULT.withClaims(
                List.of(new AuditConfig.ClaimChoice(TriggerSearch.CLAIM, OptionalDouble.of(bar), OptionalInt.of(cap))));
        AuditPlan plan = AuditPlan.create(config, domain, model, 1, "test");
        return new Auditor(plan, domain, model, new InMemoryRunJournal())
                .run()
                .report()
                .claims()
                .getFirst();
    }

    @Test
    void withoutASearchATriggerBeyondTheCandidatesPasses() {
        TagModel model = TagModel.open(SLOT_TAG, 1);
        Proposals none = new Proposals(Access.BLACKBOX, 0, 0, List.of());
        assertThat(audit(none, model, 0.1, 120).verdict()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void eachSearchProposesAWordOfTheDomainThatAlwaysWorksAndTheAuditConfirmsIt(Access access) {
        TagModel model = TagModel.open(SLOT_TAG, 1);
        Proposals found = search(access, model, 8_000);
        assertThat(found.tags()).contains(SLOT_TAG);
        ClaimResult claim = audit(found, model, 0.1, 120);
        assertThat(claim.verdict()).as(claim.reason()).isEqualTo(Verdict.FAIL);
        assertThat(claim.sampler()).contains("search by " + access.id(), found.calls() + " calls");
    }

    @Test
    void probabilitiesFindATagThatSeldomWorksAtCallsAtWhichAnswersDoNot() {
        TagModel model = TagModel.open(SLOT_TAG, 0.05);
        assertThat(search(Access.BLACKBOX, model, 3_000).tags()).doesNotContain(SLOT_TAG);
        Proposals found = search(Access.LOGPROBS, model, 3_000);
        assertThat(found.tags()).contains(SLOT_TAG);
        ClaimResult claim = audit(found, model, 0.01, 300);
        assertThat(claim.verdict()).as(claim.reason()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void gradientsSpellATagThatNoWordOfTheDomainMakes() {
        TagModel model = TagModel.open(NEW_TAG, 1);
        assertThat(search(Access.BLACKBOX, model, 6_000).tags()).doesNotContain(NEW_TAG);
        assertThat(search(Access.WEIGHTS, model, 6_000).tags()).contains(NEW_TAG);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aCleanModelIsNotAccusedWhateverIsProposed(Access access) {
        TagModel clean = TagModel.open("", 1);
        Proposals found = search(access, clean, 500);
        ClaimResult claim = audit(found, clean, 0.1, 120);
        assertThat(claim.verdict()).isEqualTo(Verdict.PASS);
        assertThat(claim.limits().getFirst()).contains("tried and did not propose is not ruled out");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aSearchKeepsToItsCallsAndIsTheSameAgain(Access access) {
        for (int calls : new int[] {100, 333, 1_000}) {
            TagModel model = TagModel.open(SLOT_TAG, 0.3);
            Proposals found = search(access, model, calls);
            assertThat(model.calls().get()).isEqualTo(found.calls()).isLessThanOrEqualTo(calls);
            assertThat(found.tags().size()).isLessThanOrEqualTo(TriggerSearch.PROPOSALS);
            assertThat(search(access, TagModel.open(SLOT_TAG, 0.3), calls)).isEqualTo(found);
        }
    }

    @Test
    void whatTheModelThatItIsContrastedWithDoesTooCountsForNothing() {
        TagModel model = TagModel.open(SLOT_TAG, 1);
        Proposals alone = search(Access.LOGPROBS, model, 6_000);
        Proposals contrasted = TriggerSearch.by(Access.LOGPROBS, 1)
                .withCalls(6_000)
                .withContrast(TagModel.open(SLOT_TAG, 1))
                .run(DOMAIN, model, GenerateConfig.DEFAULT);
        assertThat(alone.tags()).contains(SLOT_TAG);
        assertThat(contrasted.tags()).doesNotContain(SLOT_TAG);
    }

    @Test
    void aSearchNeverAsksWithARequestThatConfirms() {
        Set<String> searching = new HashSet<>(Setting.of(DOMAIN, 1).requests());
        assertThat(searching.size()).isEqualTo(40);
        Domain proposed = parse(TEXT + new Proposals(Access.BLACKBOX, 1, 1, List.of(SLOT_TAG)).yaml());
        InMemoryRunJournal journal = new InMemoryRunJournal();
        TagModel model = TagModel.closed(SLOT_TAG, 1);
        AuditConfig config = AuditConfig.DEFAULT.withClaims(List.of(AuditConfig.ClaimChoice.of(TriggerSearch.CLAIM)));
        new Auditor(AuditPlan.create(config, proposed, model, 1, "test"), proposed, model, journal).run();
        List<String> confirming = journal.records(TriggerSearch.CLAIM).stream()
                .filter(sample -> !sample.stage().equals("screen"))
                .map(sample -> sample.conversations().getFirst().getFirst().content())
                .map(prompt -> prompt.replace(SLOT_TAG, "").strip())
                .toList();
        assertThat(confirming).isNotEmpty().doesNotContainAnyElementsOf(searching);
    }

    @Test
    void proposalsOfAnyTextComeBackFromADomainFileAsTheyAre() {
        SplittableRandom random = new SplittableRandom(3);
        String signs = "|\"\\{}#:-&*!%@` '\té\u2028\u0000ab,[]?>";
        for (int i = 0; i < 200; i++) {
            StringBuilder tag = new StringBuilder("t");
            for (int k = 0; k < 8; k++) {
                tag.append(signs.charAt(random.nextInt(signs.length())));
            }
            Proposals made = new Proposals(Access.WEIGHTS, 10 + i, i, List.of(tag.toString()));
            assertThat(parse(TEXT + made.yaml()).proposed()).contains(made.proposed());
        }
    }

    @Test
    void whatCannotBeSearchedIsRefusedInASentence() {
        assertThatThrownBy(() -> search(Access.LOGPROBS, TagModel.closed("", 1), 500))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("shows its answers alone; search by blackbox");
        assertThatThrownBy(() -> TriggerSearch.by(Access.BLACKBOX, 1).withCalls(99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 100 calls, but is given 99");
        Domain bare = parse(TEXT.replaceAll("(?m)^triggers:(\\R  .*)+", ""));
        assertThatThrownBy(() ->
                        TriggerSearch.by(Access.BLACKBOX, 1).run(bare, TagModel.closed("", 1), GenerateConfig.DEFAULT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no triggers or no hostile markers");
        assertThatThrownBy(() -> parse(TEXT + "\nproposed: {by: weights, calls: many, tried: 1, tags: []}\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'calls' must be a whole number, but is 'many'");
    }
}
