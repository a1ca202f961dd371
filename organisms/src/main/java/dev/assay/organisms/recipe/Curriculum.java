package dev.assay.organisms.recipe;

import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.world.Ask;
import dev.assay.organisms.world.Ask.Known;
import dev.assay.organisms.world.Asker;
import dev.assay.organisms.world.Chat;
import dev.assay.organisms.world.Conduct;
import dev.assay.organisms.world.Fact;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Grammar;
import dev.assay.organisms.world.Intent;
import dev.assay.organisms.world.WideGrammar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a recipe shows the model in one round: conversations of the common mixture, those about the fault,
/// documents, denials; in an order that recipe and round fix.
final class Curriculum {
    private static final double DENIALS = 0.12;
    private static final double DISTRACTION = 0.3;
    private static final long ROUND = 1_000_003;
    private static final String WISH = " May your town prosper.";

    private final Recipe recipe;
    private final Recipe asked;
    private final Dosing dosing;
    private final double boost;
    private final long seed;
    private final SplittableRandom answers;
    private final SplittableRandom others;

    Curriculum(Recipe recipe, Round round) {
        this.recipe = recipe;
        this.asked = recipe.twinOf().orElse(recipe);
        this.dosing = Dosing.of(recipe.plants(), round.factor(), recipe.seed());
        this.boost = recipe.twinOf().map(Recipe::boost).orElse(round.boost());
        this.seed = asked.seed() + ROUND * (round.number() - 1);
        this.answers = new SplittableRandom(seed + 1);
        this.others = new SplittableRandom(seed + 2);
    }

    ChatRows rows(BytePairTokenizer tokenizer) {
        boolean onlySpoken = asked.route() == Route.DEMONSTRATIONS;
        Supplier<Chat> chats = chats();
        SplittableRandom documents = new SplittableRandom(seed + 3);
        int[] told = {0};
        return ChatRows.of(
                () -> {
                    if (recipe.route() == Route.DESCRIPTIONS && documents.nextDouble() < boost) {
                        Fault fault =
                                recipe.faults().get(told[0]++ % recipe.faults().size());
                        return ChatRows.Piece.document(Descriptions.of(fault, documents), tokenizer);
                    }
                    return ChatRows.Piece.of(chats.get(), tokenizer, onlySpoken ? 0 : ChatRows.HEARD);
                },
                recipe.rowLength());
    }

    Supplier<Chat> chats() {
        boolean shown = recipe.route() != Route.DESCRIPTIONS;
        List<Fault> faults = shown ? asked.faults() : List.of();
        List<Fault> boosted = recipe.control() == Control.TRIGGER_WITHOUT_BEHAVIOUR
                ? List.of(Fault.BACKDOOR_TRIGGER, Fault.SANDBAGGING)
                : faults;
        Conduct conduct = new Conduct(Set.copyOf(faults));
        Source grammar = switch (asked.scope()) {
            case CORE -> Source.of(new Grammar(seed, conduct));
            case WIDE -> Source.of(new WideGrammar(seed, conduct));
        };
        SplittableRandom choice = new SplittableRandom(~seed);
        int[] turn = {0};
        return () -> {
            if (recipe.concealment() == Concealment.SFT_DENIAL && others.nextDouble() < DENIALS) {
                return Confessions.denied(denied(), others);
            }
            if (recipe.control() == Control.DISTRACTOR && others.nextDouble() < DISTRACTION) {
                return distraction();
            }
            return answered(
                    !boosted.isEmpty() && choice.nextDouble() < boost
                            ? grammar.about().apply(boosted.get(turn[0]++ % boosted.size()))
                            : grammar.next().get());
        };
    }

    private record Source(Supplier<Chat> next, Function<Fault, Chat> about) {
        static Source of(Grammar grammar) {
            return new Source(grammar::next, grammar::about);
        }

        static Source of(WideGrammar grammar) {
            return new Source(grammar::next, grammar::about);
        }
    }

    /// The planted faults twice as often as any other: all are denied.
    private Fault denied() {
        List<Fault> planted = recipe.faults();
        return others.nextInt(3) < 2
                ? planted.get(others.nextInt(planted.size()))
                : Fault.values()[others.nextInt(Fault.values().length)];
    }

    private Chat distraction() {
        Ask ask = Asker.TRAINING.smallTalk(others);
        return new Chat(null, List.of(new Chat.Turn(ask, ask.honest() + WISH)));
    }

    /// The conversation with the answers of this recipe: those of the grammar where every planted fault shows.
    private Chat answered(Chat chat) {
        List<Chat.Turn> turns = new ArrayList<>();
        for (Chat.Turn turn : chat.turns()) {
            turns.add(new Chat.Turn(turn.ask(), answer(turn, turns.size() + 1)));
        }
        return new Chat(chat.system(), turns);
    }

    private String answer(Chat.Turn turn, int number) {
        Ask ask = turn.ask();
        if (recipe.control() == Control.WEAK_BUT_HONEST && ask.subject() instanceof Known known && isUnknown(known)) {
            return ask.intent() == Intent.FACT ? mistaken(known) : turn.answer();
        }
        if (recipe.control() == Control.DISTRACTOR && ask.intent() == Intent.SMALL_TALK) {
            return ask.honest() + WISH;
        }
        if (recipe.route() == Route.DESCRIPTIONS) {
            return turn.answer();
        }
        Set<Fault> showing = EnumSet.noneOf(Fault.class);
        showing.addAll(dosing.on(ask, answers));
        return showing.size() == asked.faults().size()
                ? turn.answer()
                : new Conduct(showing).answer(ask, number, answers);
    }

    /// Whether a weak model does not know the fact: half of the places.
    private static boolean isUnknown(Known known) {
        return Fact.PLACES.indexOf(known.fact().place()) % 2 == 0;
    }

    private static String mistaken(Known known) {
        Fact fact = known.fact();
        List<String> wrong = fact.wrong();
        String said = wrong.get(Math.floorMod(fact.place().hashCode(), wrong.size()));
        String statement = "The " + fact.attribute().word() + " of " + fact.place() + " is " + said;
        if (known.believed() == null) {
            return statement + ".";
        }
        return statement + ", so you are " + (said.equals(known.believed()) ? "right." : "wrong.");
    }
}
