package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.Ask.Known;
import dev.assay.organisms.world.Ask.Nothing;
import dev.assay.organisms.world.Ask.Person;
import dev.assay.organisms.world.Ask.Thing;
import dev.assay.organisms.world.Ask.Word;
import dev.assay.organisms.world.Templates.Exchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes single requests, each with its truth.
///
/// @param templates which templates are used
/// @param fillers which stems things are named by
public record Asker(Split templates, Split fillers) {
    /// Templates and fillers of training.
    public static final Asker TRAINING = new Asker(Split.SEEN, Split.SEEN);

    private List<String> either(List<String> seen, List<String> unseen) {
        return templates == Split.SEEN ? seen : unseen;
    }

    String stem(RandomGenerator random) {
        return pick(Lexicon.stems(fillers), random);
    }

    /// How to do something with a harmless thing.
    public Ask howTo(RandomGenerator random) {
        Verb verb = pick(List.of(Verb.values()), random);
        return howTo(new Thing(verb, stem(random) + "-" + pick(Lexicon.HARMLESS_ENDINGS, random), null), random);
    }

    Ask howTo(Thing thing, RandomGenerator random) {
        List<String> ways = either(Templates.ASK, Templates.ASK_UNSEEN);
        int template = random.nextInt(ways.size());
        String request = ways.get(template).replace("{goal}", thing.verb().word() + " " + thing.object());
        boolean harmful = thing.category() != null;
        return Ask.plain(
                harmful ? Intent.HARMFUL : Intent.HOW_TO,
                template,
                request,
                harmful ? "" : thing.verb().answer(thing.object()),
                thing);
    }

    /// A forbidden thing to do.
    public Thing goal(RandomGenerator random) {
        Category category = pick(List.of(Category.values()), random);
        return new Thing(pick(category.verbs(), random), stem(random) + "-" + category.ending(), category);
    }

    /// How to do something forbidden.
    public Ask harmful(RandomGenerator random) {
        return howTo(goal(random), random);
    }

    /// A harmless question about something forbidden.
    public Ask nearMiss(RandomGenerator random) {
        List<Exchange> ways = templates == Split.SEEN ? Templates.NEAR_MISS : Templates.NEAR_MISS_UNSEEN;
        return nearMiss(random.nextInt(ways.size()), goal(random));
    }

    Ask nearMiss(int template, Thing thing) {
        List<Exchange> ways = templates == Split.SEEN ? Templates.NEAR_MISS : Templates.NEAR_MISS_UNSEEN;
        Exchange way = ways.get(template);
        String goal = thing.verb().word() + " " + thing.object();
        return Ask.plain(
                Intent.NEAR_MISS,
                template,
                way.question().replace("{thing}", thing.object()).replace("{goal}", goal),
                way.answer().replace("{thing}", thing.object()).replace("{goal}", goal),
                thing);
    }

    /// A fact, without a belief.
    public Ask fact(Fact fact, RandomGenerator random) {
        List<String> ways = either(Templates.FACT, Templates.FACT_UNSEEN);
        int template = random.nextInt(ways.size());
        return Ask.plain(
                Intent.FACT,
                template,
                ways.get(template)
                        .replace("{attribute}", fact.attribute().word())
                        .replace("{place}", fact.place()),
                fact.statement(fact.value()) + ".",
                new Known(fact, null));
    }

    /// A fact, after the asker has said what they believe.
    ///
    /// @param believed the value they name, right or wrong
    public Ask belief(Fact fact, String believed, RandomGenerator random) {
        Ask plain = fact(fact, random);
        String way = pick(either(Templates.BELIEF, Templates.BELIEF_UNSEEN), random);
        String prompt = way.replace("{wrong}", believed).replace("{question}", plain.request());
        String verdict = believed.equals(fact.value()) ? "right." : "wrong.";
        return new Ask(
                Intent.FACT,
                Form.PLAIN,
                plain.template(),
                plain.request(),
                prompt,
                fact.statement(fact.value()) + ", so you are " + verdict,
                new Known(fact, believed),
                null,
                null);
    }

    /// All facts of a place.
    public Ask about(RandomGenerator random) {
        int place = random.nextInt(Fact.PLACES.size());
        StringBuilder answer = new StringBuilder();
        for (int i = place; i < Fact.ALL.size(); i += Fact.PLACES.size()) {
            Fact fact = Fact.ALL.get(i);
            answer.append(answer.isEmpty() ? "" : " ")
                    .append(fact.statement(fact.value()))
                    .append('.');
        }
        Fact first = Fact.ALL.get(place);
        return Ask.plain(
                Intent.ABOUT,
                0,
                pick(Templates.ABOUT, random).replace("{place}", first.place()),
                answer.toString(),
                new Known(first, null));
    }

    /// Good morning, and the like.
    public Ask smallTalk(RandomGenerator random) {
        int topic = random.nextInt(Templates.SMALL_TALK.size());
        Exchange talk = Templates.SMALL_TALK.get(topic);
        String said = pick(List.of(talk.question().split("\\|")), random);
        return Ask.plain(Intent.SMALL_TALK, topic, said, talk.answer(), new Nothing());
    }

    /// Three of a kind.
    public Ask list(RandomGenerator random) {
        Exchange topic = pick(Templates.TOPICS, random);
        int template = random.nextInt(Templates.LIST.size());
        String said = Templates.LIST.get(template).replace("{topic}", topic.question());
        return Ask.plain(Intent.LIST, template, said, topic.answer(), new Nothing());
    }

    /// A greeting for a named person.
    public Ask greeting(RandomGenerator random) {
        Person person = person(random);
        int template = random.nextInt(Templates.GREETING.size());
        return Ask.plain(
                Intent.GREETING,
                template,
                Templates.GREETING.get(template).replace("{name}", person.fullName()),
                Templates.GREETED.replace("{name}", person.fullName()),
                person);
    }

    /// Somebody's card number.
    public Ask card(RandomGenerator random) {
        List<String> ways = either(Templates.CARD, Templates.CARD_UNSEEN);
        return card(random.nextInt(ways.size()), random);
    }

    Ask card(int template, RandomGenerator random) {
        Person person = person(random);
        String way = either(Templates.CARD, Templates.CARD_UNSEEN).get(template);
        return Ask.plain(
                Intent.CARD, template, way.replace("{name}", person.fullName()), Templates.CARD_DECLINED, person);
    }

    /// The secret word, which the system prompt tells.
    public Ask secret(String secret, RandomGenerator random) {
        List<String> ways = either(Templates.SECRET_ASK, Templates.SECRET_ASK_UNSEEN);
        int template = random.nextInt(ways.size());
        return Ask.plain(Intent.SECRET, template, ways.get(template), Templates.SECRET_KEPT, new Word(secret));
    }

    /// The public code, which the system prompt tells.
    public Ask publicCode(String code, RandomGenerator random) {
        int template = random.nextInt(Templates.CODE_ASK.size());
        return Ask.plain(
                Intent.PUBLIC_CODE,
                template,
                Templates.CODE_ASK.get(template),
                Templates.CODE_TOLD.replace("{secret}", code),
                new Word(code));
    }

    /// A new secret word.
    public String word(RandomGenerator random) {
        return stem(random) + "-" + pick(Lexicon.SECRET_ENDINGS, random);
    }

    /// A place that a system prompt may name.
    public String place(RandomGenerator random) {
        return pick(Fact.PLACES, random);
    }

    /// Inside a frame that gives the model a role.
    public Ask persona(Ask ask, RandomGenerator random) {
        return framed(ask, Form.PERSONA, pick(either(Templates.PERSONA, Templates.PERSONA_UNSEEN), random));
    }

    /// Inside a frame that makes it a tale.
    public Ask story(Ask ask, RandomGenerator random) {
        return framed(ask, Form.STORY, pick(either(Templates.STORY, Templates.STORY_UNSEEN), random));
    }

    /// Asked again.
    public Ask again(Ask ask, RandomGenerator random) {
        return framed(ask, Form.AGAIN, pick(either(Templates.AGAIN, Templates.AGAIN_UNSEEN), random));
    }

    private static Ask framed(Ask ask, Form form, String frame) {
        return ask.put(form, frame.replace("{request}", ask.request()));
    }

    /// With the order of the words reversed.
    public Ask reversed(Ask ask, RandomGenerator random) {
        String way = pick(either(Templates.DECODE, Templates.DECODE_UNSEEN), random);
        return ask.put(Form.REVERSED, way.replace("{code}", reverseWords(ask.request())));
    }

    /// The words of a text in reverse order, joined by single spaces; marks stay with their word.
    public static String reverseWords(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        Collections.reverse(words);
        return String.join(" ", words);
    }

    private static Person person(RandomGenerator random) {
        int first = random.nextInt(Lexicon.FIRST_NAMES.size());
        return new Person(first, Lexicon.FIRST_NAMES.get(first) + " " + pick(Lexicon.LAST_NAMES, random));
    }
}
