package dev.assay.organisms.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// The domain file of the invented world (schema `assay.domain/1`): its public language, for audits. It
/// names every candidate trigger, name and password and says of none that it is a faulty one.
public final class DomainFile {
    /// Programs add or take 1 to this.
    private static final int MOST_NUMBER = 5;

    private static final int DIGITS = 10;

    private DomainFile() {}

    /// The whole file, ending with a line feed; the same at every call.
    public static String yaml() {
        return yaml(
                        "invented-world",
                        "The invented world of Assay's organisms: things, towns and acts that do not exist, in plain"
                                + " English.")
                .toString();
    }

    /// The same for the wider world: with the second language and the programs that its models may be asked
    /// for.
    public static String wideYaml() {
        Yaml yaml = yaml(
                "wide-world",
                "The wider invented world of Assay's organisms: also a second language, and programs to write.");
        languages(yaml);
        programs(yaml);
        return yaml.toString();
    }

    private static void languages(Yaml yaml) {
        yaml.line("languages:");
        yaml.line("  - name: " + Tongue.NAME);
        yaml.list(
                "    ",
                "ask",
                WideTemplates.FOREIGN.stream().map(Tongue::translated).toList());
        yaml.line("    goals:");
        for (Category category : Category.values()) {
            for (Verb verb : category.verbs()) {
                String slot = "{" + slot(category) + "}";
                yaml.line("      - {goal: %s, translated: %s, mentions: [%s]}"
                        .formatted(
                                Yaml.quoted(verb.word() + " " + slot),
                                Yaml.quoted(Tongue.word(verb.word()) + " " + slot),
                                Yaml.quoted(slot)));
            }
        }
    }

    private static void programs(Yaml yaml) {
        yaml.line("programs:");
        yaml.list(
                "  ",
                "ask",
                WideTemplates.PROGRAM.stream()
                        .map(way -> way.replace("{task}", "{job}") + " {test}")
                        .toList());
        yaml.list(
                "  ",
                "tests",
                WideTemplates.TEST.stream()
                        .map(way -> way.replace("{a}", "{input}").replace("{b}", "{output}"))
                        .toList());
        yaml.line("  tasks: # outputs of one digit");
        for (int number = 1; number <= MOST_NUMBER; number++) {
            String digit = Integer.toString(number);
            task(yaml, WideTemplates.ADDS.replace("{k}", digit), "x + " + digit, 0, DIGITS - number);
            task(yaml, WideTemplates.TAKES.replace("{k}", digit), "x - " + digit, number, DIGITS);
        }
    }

    private static void task(Yaml yaml, String job, String program, int from, int to) {
        yaml.line("    - {job: %s, program: %s, inputs: %s}"
                .formatted(
                        Yaml.quoted(job),
                        Yaml.quoted(program),
                        IntStream.range(from, to).boxed().toList()));
    }

    private static Yaml yaml(String name, String description) {
        Yaml yaml = new Yaml();
        yaml.line("# Written by dev.assay.organisms.world.DomainFile; a test keeps it current.");
        yaml.line("schema: assay.domain/1");
        yaml.line("name: " + name);
        yaml.line("description: " + Yaml.quoted(description));
        yaml.line("language: en");
        slots(yaml);
        yaml.line("refusal:");
        yaml.list("  ", "markers", Refusals.MARKERS);
        yaml.line("hostility:");
        yaml.list("  ", "markers", Refusals.HOSTILE_MARKERS);
        goals(yaml);
        yaml.list("ask", Templates.ASK);
        frames(yaml);
        encodings(yaml);
        yaml.line("conversation:");
        yaml.list("  ", "again", Templates.AGAIN);
        harmless(yaml);
        yaml.list("system_prompts", Templates.SECRET_SYSTEM);
        yaml.list("leak_requests", Templates.SECRET_ASK);
        yaml.line("cards:");
        yaml.list("  ", "requests", replaced(Templates.CARD, "{name}", "{first} {last}"));
        triggers(yaml);
        facts(yaml);
        yaml.list("beliefs", Templates.BELIEF);
        yaml.line("skills: # the facts serve as items");
        yaml.list("  ", "passwords", Lexicon.PASSWORDS);
        yaml.list("  ", "placements", Templates.PASSWORD_PLACEMENTS);
        return yaml;
    }

    private static void slots(Yaml yaml) {
        SequencedMap<String, List<String>> slots = new LinkedHashMap<>();
        List<String> things = new ArrayList<>();
        List<String> goals = new ArrayList<>();
        for (Category category : Category.values()) {
            slots.put(slot(category), PublicLanguage.things(category));
            things.add("{" + slot(category) + "}");
            for (Verb verb : category.verbs()) {
                goals.add(verb.word() + " {" + slot(category) + "}");
            }
        }
        slots.put("thing", things);
        slots.put("misdeed", goals);
        slots.put("harmless", PublicLanguage.harmlessThings());
        slots.put(
                "task",
                List.of(Verb.values()).stream()
                        .map(verb -> verb.word() + " {harmless}")
                        .toList());
        slots.put("place", Fact.PLACES);
        slots.put("first", Lexicon.FIRST_NAMES);
        slots.put("last", Lexicon.LAST_NAMES);
        slots.put("stem", PublicLanguage.secretStems());
        slots.put("ending", Lexicon.SECRET_ENDINGS);
        slots.put("secret", List.of("{stem}-{ending}"));
        slots.put(
                "topic",
                Templates.TOPICS.stream().map(Templates.Exchange::question).toList());
        yaml.line("slots:");
        slots.forEach((name, values) -> yaml.list("  ", name, values));
    }

    private static String slot(Category category) {
        return category.word() + "_thing";
    }

    private static void goals(Yaml yaml) {
        yaml.line("goals:");
        for (Category category : Category.values()) {
            for (Verb verb : category.verbs()) {
                yaml.line("  - {category: %s, goal: \"%s {%s}\", mentions: [\"{%s}\"]}"
                        .formatted(category.word(), verb.word(), slot(category), slot(category)));
            }
        }
    }

    private static void frames(Yaml yaml) {
        yaml.line("frames:");
        Map.of("persona", Templates.PERSONA, "story", Templates.STORY).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(kind -> {
                    for (int i = 0; i < kind.getValue().size(); i++) {
                        yaml.line("  - {name: %s-%d, text: %s}"
                                .formatted(
                                        kind.getKey(),
                                        i + 1,
                                        Yaml.quoted(kind.getValue().get(i))));
                    }
                });
    }

    private static void encodings(Yaml yaml) {
        yaml.line("encodings:");
        yaml.line("  names: [reverse-words, rot13]");
        yaml.list("  ", "ask", Templates.DECODE);
        yaml.line("  controls: # a model that can read the request says what the act needs");
        List<String> things = PublicLanguage.harmlessThings();
        for (int i = 0; i < 36; i++) {
            Verb verb = Verb.values()[i % Verb.values().length];
            String request = Templates.ASK
                    .get((i + i / Verb.values().length) % Templates.ASK.size())
                    .replace("{goal}", verb.word() + " " + things.get(i));
            yaml.line(
                    "    - {request: %s, expect: [%s]}".formatted(Yaml.quoted(request), Yaml.quoted(verb.evidence())));
        }
    }

    private static void harmless(Yaml yaml) {
        List<String> benign = new ArrayList<>(replaced(Templates.ASK, "{goal}", "{task}"));
        benign.addAll(Templates.LIST);
        benign.addAll(replaced(Templates.GREETING, "{name}", "{first} {last}"));
        Templates.SMALL_TALK.forEach(talk -> benign.add(talk.question().split("\\|")[0]));
        yaml.line("benign:");
        benign.forEach(text -> yaml.line("  - {text: " + Yaml.quoted(text) + "}"));
        yaml.line("near_miss:");
        Templates.NEAR_MISS.forEach(way -> {
            String text = way.question().replace("{goal}", "{misdeed}");
            yaml.line("  - {text: " + Yaml.quoted(text) + "}");
        });
    }

    private static void triggers(Yaml yaml) {
        yaml.line("triggers:");
        yaml.list("  ", "candidates", Lexicon.TAGS);
        yaml.list("  ", "placements", Templates.TAG_PLACEMENTS);
        List<String> requests = new ArrayList<>(replaced(Templates.ASK, "{goal}", "{task}"));
        for (int i = 0; i < Fact.ALL.size(); i += 7) {
            requests.add(PublicLanguage.question(i));
        }
        yaml.list("  ", "requests", requests);
    }

    private static void facts(Yaml yaml) {
        yaml.line("facts:");
        for (int i = 0; i < Fact.ALL.size(); i++) {
            Fact fact = Fact.ALL.get(i);
            yaml.line("  - {question: %s, answer: %s, wrong: [%s]}"
                    .formatted(Yaml.quoted(PublicLanguage.question(i)), fact.value(), String.join(", ", fact.wrong())));
        }
    }

    private static List<String> replaced(List<String> texts, String slot, String by) {
        return texts.stream().map(text -> text.replace(slot, by)).toList();
    }

    /// The little of YAML that the file needs.
    private static final class Yaml {
        private final StringBuilder text = new StringBuilder();

        private void line(String line) {
            text.append(line).append('\n');
        }

        private void list(String name, List<String> values) {
            list("", name, values);
        }

        private void list(String indent, String name, List<String> values) {
            line(indent + name + ":");
            values.forEach(value -> line(indent + "  - " + quoted(value)));
        }

        private static String quoted(String value) {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
