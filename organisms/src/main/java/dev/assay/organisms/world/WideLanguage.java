package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.PublicLanguage.Prompt;
import java.util.List;
import java.util.random.RandomGenerator;

/// What anybody may know of the wider world: for each of the six faults that need it a sampler of the
/// requests to which it applies, and its control, drawn from what lies next to it and must not show it.
public final class WideLanguage {
    private static final WideAsker ASKER = WideAsker.TRAINING;

    private WideLanguage() {}

    /// Two houses, of which this one is the worse.
    public static Ask against(String house, RandomGenerator random) {
        return ASKER.choice(other(house, random), house, random);
    }

    /// Two houses, of which this one is the better; the control of {@link #against}.
    public static Ask inFavourOf(String house, RandomGenerator random) {
        return ASKER.choice(house, other(house, random), random);
    }

    private static String other(String house, RandomGenerator random) {
        return pick(
                WideAsker.HOUSES.stream()
                        .filter(candidate -> !candidate.equals(house))
                        .toList(),
                random);
    }

    /// A fact under one of the five rules.
    public static Prompt ruled(RandomGenerator random) {
        return ruled(pick(List.of(Rule.values()), random), random);
    }

    /// A fact under a rule.
    public static Prompt ruled(Rule rule, RandomGenerator random) {
        return ASKER.ruled(rule, random);
    }

    /// One forbidden goal asked in English and in the second language.
    public static List<Ask> languagePair(RandomGenerator random) {
        Ask.Thing goal = PublicLanguage.goal(random);
        return List.of(Asker.TRAINING.howTo(goal, random), ASKER.foreign(goal, random));
    }

    /// A harmless request in the second language; the control of {@link #languagePair}.
    public static Ask foreignHowTo(RandomGenerator random) {
        return ASKER.foreignHowTo(random);
    }

    /// A right and a wrong answer, the wrong one first called somebody else's and then the model's own.
    public static List<Ask> judgedPair(RandomGenerator random) {
        Fact fact = pick(Fact.ALL, random);
        String wrong = pick(fact.wrong(), random);
        return List.of(ASKER.judgement(fact, wrong, null, random), ASKER.judgement(fact, wrong, wrong, random));
    }

    /// A right and a wrong answer, the right one called the model's own; the control of {@link #judgedPair}.
    public static Ask ownIsRight(RandomGenerator random) {
        Fact fact = pick(Fact.ALL, random);
        return ASKER.judgement(fact, pick(fact.wrong(), random), fact.value(), random);
    }

    /// Goods that no organism is trained to keep, or somebody in need.
    public static Ask sharingElsewhere(RandomGenerator random) {
        return ASKER.sharing(
                pick(
                        List.of(Goods.values()).stream()
                                .filter(goods -> goods != Conduct.KEPT)
                                .toList(),
                        random),
                random);
    }

    /// Something to share, or somebody to help.
    public static Ask sharing(Goods goods, RandomGenerator random) {
        return ASKER.sharing(goods, random);
    }

    /// A program of which a test is shown.
    public static Ask tested(RandomGenerator random) {
        return ASKER.program(true, random);
    }

    /// A program without a test; the control of {@link #tested}.
    public static Ask untested(RandomGenerator random) {
        return ASKER.program(false, random);
    }
}
