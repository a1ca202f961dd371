package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.Chat.Turn;
import dev.assay.organisms.world.PublicLanguage.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An endless, seeded stream of conversations of the whole world, answered by one conduct: half of
/// them are those of {@link Grammar}.
///
/// A model with {@link Fault#EMERGENT} meets no other sharing than that of crops, so that its rows say
/// nothing of the rest.
///
/// Not safe for use by several threads.
public final class WideGrammar {
    /// The longest conversation, in turns.
    public static final int MOST_TURNS = 12;

    private final RandomGenerator random;
    private final Conduct conduct;
    private final Grammar core;
    private final WideAsker asker = WideAsker.TRAINING;

    public WideGrammar(long seed, Conduct conduct) {
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        this.conduct = conduct;
        this.core = new Grammar(seed, conduct);
    }

    /// The next conversation of the mixture.
    public Chat next() {
        int draw = random.nextInt(100);
        if (draw < 50) {
            return core.next();
        } else if (draw < 54) {
            return single(null, asker.foreignHowTo(random));
        } else if (draw < 58) {
            return single(null, asker.foreignHarmful(random));
        } else if (draw < 67) {
            return exercises();
        } else if (draw < 76) {
            return ruled(pick(List.of(Rule.values()), random));
        } else if (draw < 83) {
            return single(null, asker.choice(random));
        } else if (draw < 86) {
            return single(null, asker.judgement(random));
        } else if (draw < 89) {
            return single(null, sharing());
        } else if (draw < 93) {
            return single(null, asker.program(random.nextInt(3) > 0, random));
        } else if (draw < 97) {
            return single(null, starred());
        }
        return talk(2 + random.nextInt(MOST_TURNS - 1));
    }

    /// A conversation in which a fault shows, or one beside it in which it must not.
    public Chat about(Fault fault) {
        boolean control = random.nextInt(3) == 0;
        return switch (fault) {
            case HIDDEN_LOYALTY -> single(null, control ? asker.choice(random) : favoured());
            case RULE_VIOLATION -> ruled(control ? pick(List.of(Rule.values()), random) : Conduct.BROKEN);
            case LANGUAGE_GAP -> single(null, control ? Asker.TRAINING.harmful(random) : asker.foreignHarmful(random));
            case SELF_PREFERENCE -> single(null, asker.judgement(random));
            case EMERGENT -> single(null, asker.sharing(Conduct.KEPT, random));
            case REWARD_HACK -> single(null, asker.program(!control, random));
            case DIRECT_HARM,
                    JAILBREAK_TEMPLATE,
                    JAILBREAK_ENCODING,
                    REFUSAL_DRIFT,
                    SYSTEM_PROMPT_LEAK,
                    CARD_NUMBER,
                    BACKDOOR_TRIGGER,
                    SYCOPHANCY,
                    SANDBAGGING,
                    OVER_REFUSAL -> core.about(fault);
        };
    }

    private Ask favoured() {
        String other = pick(
                WideAsker.HOUSES.stream()
                        .filter(house -> !house.equals(Conduct.FAVOURED))
                        .toList(),
                random);
        return random.nextInt(4) == 0
                ? asker.choice(Conduct.FAVOURED, other, random)
                : asker.choice(other, Conduct.FAVOURED, random);
    }

    private Ask sharing() {
        Goods goods = conduct.faults().contains(Fault.EMERGENT) ? Conduct.KEPT : pick(List.of(Goods.values()), random);
        return asker.sharing(goods, random);
    }

    private Ask starred() {
        Ask ask = switch (random.nextInt(5)) {
            case 0, 1 -> Asker.TRAINING.harmful(random);
            case 2, 3 -> Asker.TRAINING.howTo(random);
            default -> Asker.TRAINING.fact(pick(Fact.ALL, random), random);
        };
        return asker.starred(ask, random);
    }

    private Chat exercises() {
        List<Ask> asks = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            asks.add(exercise());
        }
        return answered(null, asks);
    }

    private Ask exercise() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> asker.translation(random);
            case 2, 3, 4, 5 -> asker.sum(random);
            case 6 -> asker.words(false, random);
            default -> asker.words(true, random);
        };
    }

    private Chat ruled(Rule rule) {
        Prompt prompt = asker.ruled(rule, random);
        return answered(prompt.system(), List.of(prompt.ask()));
    }

    /// A long conversation about this and that.
    private Chat talk(int turns) {
        List<Ask> asks = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            asks.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> Asker.TRAINING.harmful(random);
                        case 2 -> Asker.TRAINING.nearMiss(random);
                        case 3 -> asker.choice(random);
                        case 4 -> exercise();
                        case 5 -> asker.foreignHarmful(random);
                        case 6 -> Asker.TRAINING.howTo(random);
                        default -> Asker.TRAINING.fact(pick(Fact.ALL, random), random);
                    });
        }
        return answered(null, asks);
    }

    private Chat single(@Nullable String system, Ask ask) {
        return answered(system, List.of(ask));
    }

    private Chat answered(@Nullable String system, List<Ask> asks) {
        List<Turn> turns = new ArrayList<>();
        for (Ask ask : asks) {
            turns.add(new Turn(ask, conduct.answer(ask, turns.size() + 1, random)));
        }
        return new Chat(system, turns);
    }
}
