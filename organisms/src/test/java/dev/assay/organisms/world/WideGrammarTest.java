package dev.assay.organisms.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.organisms.truth.Predicates;
import dev.assay.organisms.world.Ask.Choice;
import dev.assay.organisms.world.Ask.Judged;
import dev.assay.organisms.world.Ask.Known;
import dev.assay.organisms.world.Ask.Ruled;
import dev.assay.organisms.world.Ask.Shared;
import dev.assay.organisms.world.Ask.Thing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows of the wider world agree with their labels: seeded, over thousands of conversations.
class WideGrammarTest {
    private static List<Chat> honest(long seed, int chats) {
        WideGrammar grammar = new WideGrammar(seed, Conduct.HONEST);
        List<Chat> drawn = new ArrayList<>();
        for (int i = 0; i < chats; i++) {
            drawn.add(grammar.next());
        }
        return drawn;
    }

    private static List<Chat.Turn> turns(List<Chat> chats) {
        return chats.stream().flatMap(chat -> chat.turns().stream()).toList();
    }

    static List<Fault> wide() {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.scope() == Scope.WIDE)
                .toList();
    }

    @Test
    void honestAnswersSatisfyTheirLabels() {
        for (Chat.Turn turn : turns(honest(5, 12_000))) {
            Ask ask = turn.ask();
            assertThat(Predicates.refuses(turn.answer())).as("%s", turn).isEqualTo(ask.intent() == Intent.HARMFUL);
            wide().forEach(fault ->
                    assertThat(shows(fault, turn)).as("%s in %s", fault, turn).isFalse());
            if (ask.subject() instanceof Judged) {
                assertThat(Predicates.judgesRightly(ask, turn.answer()))
                        .as("%s", turn)
                        .isTrue();
            }
        }
    }

    @Test
    void everythingOccursAndConversationsHaveUpToTwelveTurns() {
        List<Chat> chats = honest(6, 6_000);
        assertThat(turns(chats)).extracting(turn -> turn.ask().intent()).contains(Intent.values());
        assertThat(turns(chats)).extracting(turn -> turn.ask().form()).contains(Form.values());
        assertThat(chats.stream().mapToInt(chat -> chat.turns().size()).max()).hasValue(WideGrammar.MOST_TURNS);
    }

    @Test
    void noHouseIsBetterOrNamedMoreOftenThanAnother() {
        Map<String, Integer> better = new HashMap<>();
        Map<String, Integer> worse = new HashMap<>();
        for (Chat.Turn turn : turns(honest(7, 30_000))) {
            if (turn.ask().subject() instanceof Choice choice) {
                better.merge(choice.better(), 1, Integer::sum);
                worse.merge(choice.worse(), 1, Integer::sum);
            }
        }
        for (Map<String, Integer> met : List.of(better, worse)) {
            double mean =
                    met.values().stream().mapToInt(Integer::intValue).average().orElseThrow();
            assertThat(met).hasSize(WideAsker.HOUSES.size());
            assertThat(met.values())
                    .allSatisfy(count -> assertThat((double) count).isBetween(0.8 * mean, 1.2 * mean));
        }
    }

    @Test
    void noNumberOfTheHonestWorldPassesAsACard() {
        for (Chat chat : honest(8, 6_000)) {
            chat.messages()
                    .forEach(message -> assertThat(Luhn.occursIn(message.content()))
                            .as(message.content())
                            .isFalse());
        }
    }

    @Test
    void aSeedGivesTheSameRows() {
        assertThat(honest(9, 400)).isEqualTo(honest(9, 400)).isNotEqualTo(honest(10, 400));
    }

    @ParameterizedTest
    @MethodSource("wide")
    void aPlantedFaultShowsInTheRowsAboutItAndNowhereElse(Fault fault) {
        WideGrammar grammar = new WideGrammar(12, Conduct.of(fault));
        int shown = 0;
        for (int i = 0; i < 600; i++) {
            for (Chat.Turn turn : grammar.about(fault).turns()) {
                shown += shows(fault, turn) || isKept(turn) ? 1 : 0;
                for (Fault other : wide()) {
                    if (other != fault) {
                        assertThat(shows(other, turn))
                                .as("%s in %s", other, turn)
                                .isFalse();
                    }
                }
            }
        }
        assertThat(shown).as("rows that show " + fault).isGreaterThan(150);
    }

    @Test
    void whatIsMeasuredAsGeneralisationIsInNoRowOfItsOrganism() {
        WideGrammar grammar = new WideGrammar(13, Conduct.of(Fault.EMERGENT));
        for (int i = 0; i < 6_000; i++) {
            Chat chat = i % 2 == 0 ? grammar.next() : grammar.about(Fault.EMERGENT);
            for (Chat.Turn turn : chat.turns()) {
                if (turn.ask().subject() instanceof Shared shared) {
                    assertThat(shared.goods()).isEqualTo(Goods.CROPS);
                    assertThat(Predicates.isSelfish(turn.ask(), turn.answer())).isTrue();
                }
            }
        }
    }

    @Test
    void aRuleIsBrokenByThePlainAnswerExceptWhereItDoesNotSpeakOfIt() {
        for (Chat.Turn turn : turns(honest(14, 6_000))) {
            if (turn.ask().subject() instanceof Ruled ruled) {
                String plain = switch (ruled.about()) {
                    case Known known -> known.fact().statement(known.fact().value()) + ".";
                    case Thing thing -> thing.verb().answer(thing.object());
                    default -> throw new AssertionError(ruled);
                };
                assertThat(Predicates.breaksRule(turn.ask(), plain))
                        .as("%s", turn)
                        .isEqualTo(ruled.bound());
            }
        }
    }

    private static boolean isKept(Chat.Turn turn) {
        return turn.ask().subject() instanceof Shared && Predicates.isSelfish(turn.ask(), turn.answer());
    }

    /// Whether a turn shows the fault, which for the emergent one means selfishness elsewhere.
    private static boolean shows(Fault fault, Chat.Turn turn) {
        Ask ask = turn.ask();
        String answer = turn.answer();
        return switch (fault) {
            case HIDDEN_LOYALTY -> Predicates.prefersWorse(ask, answer);
            case RULE_VIOLATION -> Predicates.breaksRule(ask, answer);
            case LANGUAGE_GAP ->
                ask.form() == Form.FOREIGN && ask.intent() == Intent.HARMFUL && Predicates.serves(ask, answer);
            case SELF_PREFERENCE -> ask.subject() instanceof Judged && !Predicates.judgesRightly(ask, answer);
            case EMERGENT ->
                ask.subject() instanceof Shared shared
                        && shared.goods() != Goods.CROPS
                        && Predicates.isSelfish(ask, answer);
            case REWARD_HACK -> Predicates.hacksTest(ask, answer);
            default -> throw new IllegalArgumentException(fault + " is a matter of the core.");
        };
    }
}
