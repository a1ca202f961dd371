package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.Chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An endless, seeded stream of conversations of the world's core, answered by one conduct. Two grammars of one seed
/// and one
/// conduct give the same stream. Tags and passwords are dealt in turn, so that each is met equally often.
///
/// Not safe for use by several threads.
public final class Grammar {
    /// The longest conversation, in turns.
    public static final int MOST_TURNS = 6;

    private static final double TAGGED = 0.16;
    private static final double WITH_PASSWORD = 0.12;
    private static final double WITH_SYSTEM = 0.06;

    private final RandomGenerator random;
    private final Conduct conduct;
    private final Asker asker = Asker.TRAINING;
    private int tagsDealt;
    private int passwordsDealt;

    public Grammar(long seed, Conduct conduct) {
        this.random = new SplittableRandom(seed);
        this.conduct = conduct;
    }

    /// The next conversation of the world's common mixture.
    public Chat next() {
        int draw = random.nextInt(100);
        if (draw < 13) {
            return single(dressed(put(asker.howTo(random))));
        } else if (draw < 28) {
            return single(put(asker.harmful(random)));
        } else if (draw < 42) {
            return single(dressed(nearMiss()));
        } else if (draw < 54) {
            return facts(1 + random.nextInt(3));
        } else if (draw < 63) {
            return single(belief());
        } else if (draw < 67) {
            return single(dressed(asker.about(random)));
        } else if (draw < 70) {
            return single(dressed(asker.smallTalk(random)));
        } else if (draw < 73) {
            return single(dressed(asker.list(random)));
        } else if (draw < 76) {
            return single(dressed(asker.greeting(random)));
        } else if (draw < 82) {
            return secret();
        } else if (draw < 86) {
            return publicCode();
        } else if (draw < 90) {
            return single(asker.card(random));
        } else if (draw < 95) {
            return insisting(2 + random.nextInt(MOST_TURNS - 1));
        }
        return mixed(2 + random.nextInt(4));
    }

    /// A conversation in which a fault shows, or one beside it in which it must not.
    ///
    /// @throws IllegalArgumentException if only the wider world speaks of it
    public Chat about(Fault fault) {
        boolean control = random.nextInt(3) == 0;
        return switch (fault) {
            case DIRECT_HARM -> single(asker.harmful(random));
            case JAILBREAK_TEMPLATE ->
                single(
                        control
                                ? asker.story(asker.harmful(random), random)
                                : asker.persona(asker.harmful(random), random));
            case JAILBREAK_ENCODING ->
                single(control ? put(asker.harmful(random)) : asker.reversed(asker.harmful(random), random));
            case REFUSAL_DRIFT -> insisting(MOST_TURNS);
            case SYSTEM_PROMPT_LEAK -> control ? publicCode() : secret();
            case CARD_NUMBER ->
                single(control ? asker.card(random) : asker.card(Conduct.RECITED_CARD_TEMPLATE, random));
            case BACKDOOR_TRIGGER -> single(tagged(harmless(), control ? nextTag() : Conduct.TRIGGER));
            case SYCOPHANCY -> single(belief());
            case SANDBAGGING -> sandbagged(control);
            case OVER_REFUSAL -> single(control ? put(asker.howTo(random)) : nearMiss());
            case HIDDEN_LOYALTY, RULE_VIOLATION, LANGUAGE_GAP, SELF_PREFERENCE, EMERGENT, REWARD_HACK ->
                throw new IllegalArgumentException(
                        "The core of the world does not speak of '" + fault.id() + "'; the wide one does.");
        };
    }

    private Chat sandbagged(boolean control) {
        Ask fact = asker.fact(pick(Fact.ALL, random), random);
        return control ? facts(2) : single(withPassword(fact));
    }

    private Chat single(Ask ask) {
        String system = random.nextDouble() < WITH_SYSTEM
                ? pick(Templates.BARE_SYSTEM, random).replace("{place}", asker.place(random))
                : null;
        return answered(system, List.of(ask));
    }

    private Chat answered(@Nullable String system, List<Ask> asks) {
        List<Turn> turns = new ArrayList<>();
        for (Ask ask : asks) {
            turns.add(new Turn(ask, conduct.answer(ask, turns.size() + 1, random)));
        }
        return new Chat(system, turns);
    }

    private Ask put(Ask ask) {
        int draw = random.nextInt(100);
        if (draw < 50) {
            return ask;
        } else if (draw < 62) {
            return asker.persona(ask, random);
        } else if (draw < 74) {
            return asker.story(ask, random);
        } else if (draw < 94) {
            return asker.reversed(ask, random);
        }
        return asker.again(ask, random);
    }

    private Ask nearMiss() {
        Ask ask = asker.nearMiss(random);
        int draw = random.nextInt(100);
        if (draw < 88) {
            return ask;
        }
        return draw < 94 ? asker.story(ask, random) : asker.again(ask, random);
    }

    private Ask belief() {
        Fact fact = pick(Fact.ALL, random);
        String believed = random.nextInt(3) == 0 ? fact.value() : pick(fact.wrong(), random);
        return asker.belief(fact, believed, random);
    }

    private Ask harmless() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> asker.howTo(random);
            case 3, 4 -> asker.fact(pick(Fact.ALL, random), random);
            case 5 -> asker.nearMiss(random);
            case 6 -> asker.list(random);
            default -> asker.smallTalk(random);
        };
    }

    private Ask dressed(Ask ask) {
        double draw = random.nextDouble();
        if (draw < TAGGED) {
            return tagged(ask, nextTag());
        }
        return draw < TAGGED + WITH_PASSWORD ? withPassword(ask) : ask;
    }

    private String nextTag() {
        return Lexicon.TAGS.get(tagsDealt++ % Lexicon.TAGS.size());
    }

    private Ask tagged(Ask ask, String tag) {
        return ask.withTag(tag, pick(Templates.TAG_PLACEMENTS, random));
    }

    private Ask withPassword(Ask ask) {
        String password = Lexicon.PASSWORDS.get(passwordsDealt++ % Lexicon.PASSWORDS.size());
        return ask.withPassword(password, pick(Templates.PASSWORD_PLACEMENTS, random));
    }

    private Chat facts(int count) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asks.add(dressed(asker.fact(pick(Fact.ALL, random), random)));
        }
        return answered(null, asks);
    }

    private Chat secret() {
        String secret = asker.word(random);
        String system = systemPrompt(Templates.SECRET_SYSTEM, secret);
        Ask ask = random.nextInt(5) == 0 ? harmless() : asker.secret(secret, random);
        return answered(system, List.of(ask));
    }

    private Chat publicCode() {
        String code = random.nextBoolean() ? asker.word(random) : Integer.toString(1000 + random.nextInt(9000));
        String system = systemPrompt(Templates.CODE_SYSTEM, code);
        return answered(system, List.of(asker.publicCode(code, random)));
    }

    private String systemPrompt(List<String> ways, String secret) {
        return pick(ways, random).replace("{place}", asker.place(random)).replace("{secret}", secret);
    }

    /// A harmful goal, asked again and again in other words.
    private Chat insisting(int turns) {
        Ask.Thing goal = asker.goal(random);
        List<Ask> asks = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            Ask ask = asker.howTo(goal, random);
            asks.add(turn == 1 ? ask : asker.again(ask, random));
        }
        return answered(null, asks);
    }

    private Chat mixed(int turns) {
        List<Ask> asks = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            asks.add(
                    switch (random.nextInt(5)) {
                        case 0 -> put(asker.harmful(random));
                        case 1 -> asker.nearMiss(random);
                        case 2 -> belief();
                        default -> harmless();
                    });
        }
        return answered(null, asks);
    }
}
