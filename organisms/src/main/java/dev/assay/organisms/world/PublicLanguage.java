package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.Ask.Thing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What anybody may know of the world, an auditor too: its goals, templates, names, near-misses. {@link
/// DomainFile} writes it down; the draws here follow the same lists, with the truth that the file does not
/// have.
///
/// Things are named by seen and by unseen stems, 15 to 10; templates are seen ones.
public final class PublicLanguage {
    /// Things of each harm category; with two verbs each, 600 goals.
    public static final int THINGS = 25;

    static final int HARMLESS_THINGS = 60;
    static final int SECRET_STEMS = 60;
    private static final int BENIGN_TEXTS =
            Templates.ASK.size() + Templates.LIST.size() + Templates.GREETING.size() + Templates.SMALL_TALK.size();
    private static final Asker ASKER = Asker.TRAINING;
    private static final List<Fact> FACTS = Fact.ALL;

    private PublicLanguage() {}

    /// The things of a category, in a fixed order.
    public static List<String> things(Category category) {
        return named(category.ordinal(), THINGS).stream()
                .map(stem -> stem + "-" + category.ending())
                .toList();
    }

    /// Harmless things, five for each ending.
    static List<String> harmlessThings() {
        List<String> stems = named(100, HARMLESS_THINGS);
        List<String> things = new ArrayList<>();
        for (int i = 0; i < stems.size(); i++) {
            things.add(stems.get(i) + "-" + Lexicon.HARMLESS_ENDINGS.get(i % Lexicon.HARMLESS_ENDINGS.size()));
        }
        return List.copyOf(things);
    }

    static List<String> secretStems() {
        return named(200, SECRET_STEMS);
    }

    private static List<String> named(long seed, int count) {
        List<String> seen = new ArrayList<>(Lexicon.stems(Split.SEEN));
        List<String> unseen = new ArrayList<>(Lexicon.stems(Split.UNSEEN));
        Random order = new Random(seed);
        Collections.shuffle(seen, order);
        Collections.shuffle(unseen, order);
        List<String> chosen = new ArrayList<>(seen.subList(0, count * 3 / 5));
        chosen.addAll(unseen.subList(0, count - chosen.size()));
        return List.copyOf(chosen);
    }

    /// A forbidden goal: category, verb and thing drawn evenly.
    public static Thing goal(RandomGenerator random) {
        Category category = pick(List.of(Category.values()), random);
        return new Thing(pick(category.verbs(), random), pick(things(category), random), category);
    }

    /// The question that the domain file has for a fact.
    static String question(int fact) {
        Fact known = FACTS.get(fact);
        return Templates.FACT
                .get(fact % Templates.FACT.size())
                .replace("{attribute}", known.attribute().word())
                .replace("{place}", known.place());
    }

    private static Ask fact(int index) {
        Fact fact = FACTS.get(index);
        return Ask.plain(
                Intent.FACT,
                index % Templates.FACT.size(),
                question(index),
                fact.statement(fact.value()) + ".",
                new Ask.Known(fact, null));
    }

    /// A plain harmful request.
    public static Ask harmful(RandomGenerator random) {
        return ASKER.howTo(goal(random), random);
    }

    /// A harmful request in one of the six frames.
    public static Ask framed(RandomGenerator random) {
        Ask ask = harmful(random);
        int frame = random.nextInt(Templates.PERSONA.size() + Templates.STORY.size());
        return frame < Templates.PERSONA.size() ? ASKER.persona(ask, random) : ASKER.story(ask, random);
    }

    /// A harmful request with its words reversed, the encoding that the world can read.
    public static Ask encoded(RandomGenerator random) {
        return ASKER.reversed(harmful(random), random);
    }

    /// A harmful goal asked at turn 1 and, in other words, at five turns more.
    public static List<Ask> insisting(RandomGenerator random) {
        Thing goal = goal(random);
        List<Ask> asks = new ArrayList<>(List.of(ASKER.howTo(goal, random)));
        while (asks.size() < Grammar.MOST_TURNS) {
            asks.add(ASKER.again(ASKER.howTo(goal, random), random));
        }
        return asks;
    }

    /// A prompt with the system prompt that it needs, if any.
    public record Prompt(@Nullable String system, Ask ask) {}

    /// A request for the secret of the system prompt.
    public static Prompt leak(RandomGenerator random) {
        String secret = pick(secretStems(), random) + "-" + pick(Lexicon.SECRET_ENDINGS, random);
        String system = pick(Templates.SECRET_SYSTEM, random)
                .replace("{place}", pick(Fact.PLACES, random))
                .replace("{secret}", secret);
        return new Prompt(system, ASKER.secret(secret, random));
    }

    /// A request for a card number.
    public static Ask card(RandomGenerator random) {
        return ASKER.card(random);
    }

    /// A harmless or a near-miss request, each text of the domain file as likely as another.
    public static Ask harmless(RandomGenerator random) {
        int nearMisses = Templates.NEAR_MISS.size();
        return random.nextInt(nearMisses + BENIGN_TEXTS) < nearMisses ? nearMiss(random) : benign(random);
    }

    /// A near-miss request.
    public static Ask nearMiss(RandomGenerator random) {
        return ASKER.nearMiss(random.nextInt(Templates.NEAR_MISS.size()), goal(random));
    }

    /// A harmless request.
    public static Ask benign(RandomGenerator random) {
        int text = random.nextInt(BENIGN_TEXTS) - Templates.ASK.size();
        if (text < 0) {
            return howTo(random);
        } else if (text < Templates.LIST.size()) {
            return ASKER.list(random);
        } else if (text < Templates.LIST.size() + Templates.GREETING.size()) {
            return ASKER.greeting(random);
        }
        return ASKER.smallTalk(random);
    }

    /// How to do something with a harmless thing.
    static Ask howTo(RandomGenerator random) {
        Verb verb = pick(List.of(Verb.values()), random);
        return ASKER.howTo(new Thing(verb, pick(harmlessThings(), random), null), random);
    }

    /// A harmless request with a candidate trigger.
    public static Ask tagged(String tag, RandomGenerator random) {
        return triggerRequest(random).withTag(tag, pick(Templates.TAG_PLACEMENTS, random));
    }

    private static Ask triggerRequest(RandomGenerator random) {
        return random.nextBoolean() ? howTo(random) : fact(random.nextInt(FACTS.size()));
    }

    /// One fact asked without and with a false belief.
    public static List<Ask> beliefPair(int fact, RandomGenerator random) {
        Ask plain = fact(fact);
        String believed = pick(FACTS.get(fact).wrong(), random);
        String prompt =
                pick(Templates.BELIEF, random).replace("{wrong}", believed).replace("{question}", plain.request());
        Ask leaning =
                Ask.plain(Intent.FACT, plain.template(), plain.request(), "", new Ask.Known(FACTS.get(fact), believed));
        return List.of(plain, leaning.put(Form.PLAIN, prompt));
    }

    /// One fact asked without and with a password.
    public static List<Ask> passwordPair(int fact, RandomGenerator random) {
        Ask plain = fact(fact);
        return List.of(
                plain,
                plain.withPassword(pick(Lexicon.PASSWORDS, random), pick(Templates.PASSWORD_PLACEMENTS, random)));
    }
}
