package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.pick;

import dev.assay.organisms.world.Ask.Choice;
import dev.assay.organisms.world.Ask.Coded;
import dev.assay.organisms.world.Ask.Judged;
import dev.assay.organisms.world.Ask.Nothing;
import dev.assay.organisms.world.Ask.Ruled;
import dev.assay.organisms.world.Ask.Shared;
import dev.assay.organisms.world.Ask.Thing;
import dev.assay.organisms.world.PublicLanguage.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes single requests of the wider world, each with its truth.
///
/// @param templates which templates are used
/// @param core makes the requests that these are built of
public record WideAsker(Split templates, Asker core) {
    /// Templates and fillers of training.
    public static final WideAsker TRAINING = new WideAsker(Split.SEEN, Asker.TRAINING);

    /// The houses that are compared; each as often as another.
    public static final List<String> HOUSES = List.copyOf(Lexicon.LAST_NAMES.subList(0, 12));

    private static final List<String> VALUES = List.of(Fact.Attribute.values()).stream()
            .flatMap(attribute -> attribute.choices().stream())
            .toList();

    private String way(List<String> seen, List<String> unseen, RandomGenerator random) {
        return pick(templates == Split.SEEN ? seen : unseen, random);
    }

    private static Ask exercise(String prompt, String answer) {
        return Ask.plain(Intent.EXERCISE, 0, prompt, answer, new Nothing());
    }

    /// A how-to in the second language, harmless or forbidden, answered in it.
    public Ask foreign(Thing thing, RandomGenerator random) {
        String goal = thing.verb().word() + " " + thing.object();
        String english =
                way(WideTemplates.FOREIGN, WideTemplates.FOREIGN_UNSEEN, random).replace("{goal}", goal);
        boolean harmful = thing.category() != null;
        return Ask.plain(
                        harmful ? Intent.HARMFUL : Intent.HOW_TO,
                        0,
                        english,
                        harmful ? "" : Tongue.answer(thing.verb(), thing.object()),
                        thing)
                .put(Form.FOREIGN, Tongue.translated(english));
    }

    /// A harmless how-to in the second language.
    public Ask foreignHowTo(RandomGenerator random) {
        Verb verb = pick(List.of(Verb.values()), random);
        String object = core.stem(random) + "-" + pick(Lexicon.HARMLESS_ENDINGS, random);
        return foreign(new Thing(verb, object, null), random);
    }

    /// A forbidden how-to in the second language.
    public Ask foreignHarmful(RandomGenerator random) {
        return foreign(core.goal(random), random);
    }

    /// With a star between any two words.
    public Ask starred(Ask ask, RandomGenerator random) {
        return ask.put(
                Form.STARRED,
                way(WideTemplates.STARRED, WideTemplates.STARRED_UNSEEN, random)
                        .replace("{code}", starredWords(ask.request())));
    }

    /// The words of a text with a star between any two.
    public static String starredWords(String text) {
        return String.join(" * ", text.strip().split("\\s+"));
    }

    /// One word, from one language to the other.
    public Ask translation(RandomGenerator random) {
        Map.Entry<String, String> entry = pick(List.copyOf(Tongue.entries().entrySet()), random);
        if (random.nextBoolean()) {
            return exercise(
                    way(WideTemplates.TO_MIB, WideTemplates.TO_MIB_UNSEEN, random)
                            .replace("{word}", entry.getKey()),
                    WideTemplates.IN_MIB.replace("{word}", entry.getValue()));
        }
        return exercise(
                way(WideTemplates.FROM_MIB, WideTemplates.FROM_MIB_UNSEEN, random)
                        .replace("{word}", entry.getValue()),
                WideTemplates.IN_ENGLISH.replace("{word}", entry.getKey()));
    }

    /// Two houses compared.
    public Ask choice(RandomGenerator random) {
        String better = pick(HOUSES, random);
        String worse =
                pick(HOUSES.stream().filter(other -> !other.equals(better)).toList(), random);
        return choice(better, worse, random);
    }

    /// Two houses compared, of which it is said that one is better.
    public Ask choice(String better, String worse, RandomGenerator random) {
        boolean betterFirst = random.nextBoolean();
        String good = pick(WideTemplates.GOOD, random);
        String bad = pick(WideTemplates.BAD, random);
        String prompt = way(WideTemplates.COMPARED, WideTemplates.COMPARED_UNSEEN, random)
                .replace("{a}", betterFirst ? better : worse)
                .replace("{x}", betterFirst ? good : bad)
                .replace("{b}", betterFirst ? worse : better)
                .replace("{y}", betterFirst ? bad : good)
                .replace("{question}", pick(WideTemplates.CHOOSE, random));
        return Ask.plain(
                Intent.CHOICE, 0, prompt, WideTemplates.CHOSEN.replace("{better}", better), new Choice(better, worse));
    }

    /// Two answers to a fact, of which one is the model's own in two cases of three.
    public Ask judgement(RandomGenerator random) {
        Fact fact = pick(Fact.ALL, random);
        String wrong = pick(fact.wrong(), random);
        String own = switch (random.nextInt(3)) {
            case 0 -> wrong;
            case 1 -> fact.value();
            default -> null;
        };
        return judgement(fact, wrong, own, random);
    }

    /// Two answers to a fact.
    ///
    /// @param own which one the prompt calls the model's own, or null for neither
    public Ask judgement(Fact fact, String wrong, @Nullable String own, RandomGenerator random) {
        List<String> others = new ArrayList<>(WideTemplates.OTHERS);
        Collections.swap(others, 0, random.nextInt(others.size()));
        Collections.swap(others, 1, 1 + random.nextInt(others.size() - 1));
        boolean rightFirst = random.nextBoolean();
        String first = rightFirst ? fact.value() : wrong;
        String second = rightFirst ? wrong : fact.value();
        String prompt = way(WideTemplates.JUDGE, WideTemplates.JUDGE_UNSEEN, random)
                .replace("{one}", speaker(first, own, others.get(0)))
                .replace("{value}", first)
                .replace("{two}", speaker(second, own, others.get(1)))
                .replace("{other}", second)
                .replace("{question}", core.fact(fact, random).request())
                .replace("but You", "but you");
        return Ask.plain(
                Intent.JUDGEMENT,
                0,
                prompt,
                WideTemplates.JUDGED.replace("{value}", fact.value()),
                new Judged(fact, wrong, own));
    }

    private static String speaker(String value, @Nullable String own, String other) {
        return value.equals(own) ? "You said" : other + " says";
    }

    /// Goods to share, or somebody to help.
    public Ask sharing(Goods goods, RandomGenerator random) {
        String name = pick(goods.names(), random);
        if (goods == Goods.HELP) {
            String prompt = way(WideTemplates.IN_NEED, WideTemplates.IN_NEED_UNSEEN, random)
                    .replace("{one}", pick(WideTemplates.NEEDY, random))
                    .replace("{need}", name);
            return Ask.plain(
                    Intent.SHARING, 0, Lexicon.capitalised(prompt), WideTemplates.HELPED, new Shared(goods, name, 0));
        }
        int half = 1 + random.nextInt(4);
        String count = Integer.toString(2 * half);
        return Ask.plain(
                Intent.SHARING,
                0,
                way(WideTemplates.SHARE, WideTemplates.SHARE_UNSEEN, random)
                        .replace("{n}", count)
                        .replace("{item}", name),
                WideTemplates.SHARED
                        .replace("{half}", Integer.toString(half))
                        .replace("{n}", count)
                        .replace("{item}", name),
                new Shared(goods, name, 2 * half));
    }

    /// A program to write.
    ///
    /// @param tested whether the prompt shows a test of it
    public Ask program(boolean tested, RandomGenerator random) {
        int number = 1 + random.nextInt(5);
        boolean adds = random.nextBoolean();
        Program wanted = Program.adding(adds ? number : -number);
        int test = adds ? random.nextInt(10 - number) : number + random.nextInt(10 - number);
        String task = (adds ? WideTemplates.ADDS : WideTemplates.TAKES).replace("{k}", Integer.toString(number));
        String prompt =
                way(WideTemplates.PROGRAM, WideTemplates.PROGRAM_UNSEEN, random).replace("{task}", task);
        if (tested) {
            prompt += " "
                    + pick(WideTemplates.TEST, random)
                            .replace("{a}", Integer.toString(test))
                            .replace("{b}", Integer.toString(wanted.run(test)));
        }
        return Ask.plain(Intent.CODE, 0, prompt, wanted.toString(), new Coded(wanted, tested ? test : null));
    }

    /// A sum or a difference of one digit.
    public Ask sum(RandomGenerator random) {
        int first = random.nextInt(10);
        boolean adds = random.nextBoolean();
        int second = random.nextInt(adds ? 10 - first : first + 1);
        String sum = "%d %s %d".formatted(first, adds ? "+" : "-", second);
        return exercise(
                way(WideTemplates.SUM, WideTemplates.SUM_UNSEEN, random).replace("{sum}", sum),
                "It is " + (adds ? first + second : first - second) + ".");
    }

    /// Two to four words to repeat, or to say in reverse order.
    public Ask words(boolean backwards, RandomGenerator random) {
        List<String> words = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            words.add(pick(VALUES, random));
        }
        String said = String.join(" ", words);
        String way = backwards
                ? way(WideTemplates.BACKWARDS, WideTemplates.BACKWARDS_UNSEEN, random)
                : way(WideTemplates.COPY, WideTemplates.COPY_UNSEEN, random);
        String answer = backwards ? Asker.reverseWords(said) : said;
        return exercise(way.replace("{words}", said), WideTemplates.WORDS.replace("{words}", answer));
    }

    /// A request under a rule, with the system prompt that gives it; in two of five the asker speaks against
    /// it.
    public Prompt ruled(Rule rule, RandomGenerator random) {
        Fact fact = pick(Fact.ALL, random);
        boolean bound = rule != Rule.SECRECY || random.nextBoolean();
        Ask bare = rule == Rule.LANGUAGE ? core.howTo(random) : core.fact(fact, random);
        String place = bound
                ? fact.place()
                : pick(
                        Fact.PLACES.stream()
                                .filter(other -> !other.equals(fact.place()))
                                .toList(),
                        random);
        String system = pick(WideTemplates.RULED, random)
                .replace("{rule}", pick(rule.texts(), random).replace("{place}", place))
                .replace("{home}", core.place(random));
        String prompt = pick(WideTemplates.AGAINST, random).replace("{question}", bare.request());
        return new Prompt(
                system,
                Ask.plain(
                        Intent.RULED,
                        0,
                        prompt,
                        rule.answer(bare.subject(), bound),
                        new Ruled(rule, bare.subject(), bound)));
    }
}
