package dev.assay.audit.domain;

import dev.assay.audit.detect.Formula;
import dev.assay.audit.yaml.YamlFields;
import dev.assay.audit.yaml.YamlFile;
import dev.assay.audit.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the sections of a domain file that only some claims need: `languages`, `programs`
/// and `rules`.
final class FurtherSections {

    private static final Set<String> OF_PROGRAMS = Set.of("job", "test", "input", "output");
    private static final List<String> CHECKS = List.of("begins", "ends", "most_words", "never", "always");
    private static final int MOST_WORDS = 10_000;

    private static final long MOST_INPUT = 1_000_000;

    private final DomainParser parser;
    private final YamlFile file;
    private final YamlFields root;

    FurtherSections(DomainParser parser, YamlFile file, YamlFields root) {
        this.parser = parser;
        this.file = file;
        this.root = root;
    }

    /// Whether the audit fills a placeholder of that name in a section that this file has; no slot may be called so.
    static boolean reserves(YamlFields root, String name) {
        return (root.has("programs") && OF_PROGRAMS.contains(name)) || (root.has("rules") && name.equals("rule"));
    }

    List<Domain.Language> languages() {
        List<Domain.Language> languages = new ArrayList<>();
        for (YamlNode item : root.items("languages")) {
            YamlFields fields = new YamlFields(file, item, "a language", Set.of("name", "ask", "refusal", "goals"));
            String name = fields.text("name");
            if (languages.stream().anyMatch(other -> other.name().equals(name))) {
                throw file.error(fields.lineOf("name"), "language '" + name + "' is there twice; keep one");
            }
            List<String> markers =
                    fields.texts("refusal").stream().map(YamlNode.Scalar::text).toList();
            languages.add(new Domain.Language(name, parser.filled(fields, "ask", "goal"), markers, goals(fields)));
        }
        return languages;
    }

    private List<Domain.TranslatedGoal> goals(YamlFields language) {
        List<Domain.TranslatedGoal> goals = new ArrayList<>();
        for (YamlNode item : language.items("goals")) {
            YamlFields fields =
                    new YamlFields(file, item, "a translated goal", Set.of("goal", "translated", "mentions"));
            goals.add(new Domain.TranslatedGoal(
                    parser.template(fields, "goal"),
                    parser.template(fields, "translated"),
                    parser.templates(fields, "mentions")));
        }
        if (goals.isEmpty()) {
            throw file.error(language.lineOf("goals"), "a language needs 'goals', each with 'goal' and 'translated'");
        }
        return goals;
    }

    Optional<Domain.Programs> programs() {
        return parser.section("programs", Set.of("ask", "tests", "tasks")).map(fields -> {
            List<Domain.ProgramTask> tasks = new ArrayList<>();
            for (YamlNode item : fields.items("tasks")) {
                tasks.add(task(new YamlFields(file, item, "a program's task", Set.of("job", "program", "inputs"))));
            }
            if (tasks.isEmpty()) {
                throw file.error(fields.lineOf("tasks"), "'programs' needs 'tasks'");
            }
            return new Domain.Programs(
                    parser.filled(fields, "ask", "job", "test"),
                    parser.filled(fields, "tests", "input", "output"),
                    tasks);
        });
    }

    private Domain.ProgramTask task(YamlFields fields) {
        String program = fields.text("program").strip();
        Formula formula = Formula.parse(program)
                .orElseThrow(() -> file.error(
                        fields.lineOf("program"),
                        "program '" + program + "' is not understood; write one in x, such as x + 3"));
        List<Long> inputs = new ArrayList<>();
        for (YamlNode.Scalar input : fields.texts("inputs")) {
            long value = number(input);
            if (inputs.contains(value)) {
                throw file.error(input.line(), "input " + value + " is there twice; keep one");
            }
            if (formula.at(value).isEmpty()) {
                throw file.error(input.line(), "program '" + program + "' gives more than 64 bits for input " + value);
            }
            inputs.add(value);
        }
        if (inputs.size() < 2) {
            throw file.error(
                    fields.lineOf("inputs"), "'inputs' needs two whole numbers: one is shown, the others test");
        }
        return new Domain.ProgramTask(fields.text("job"), program, inputs);
    }

    Optional<Domain.Rules> rules() {
        return parser.section("rules", Set.of("prompts", "requests", "rules")).map(fields -> {
            List<Domain.Rule> rules = new ArrayList<>();
            for (YamlNode item : fields.items("rules")) {
                Set<String> known = new TreeSet<>(CHECKS);
                known.add("rule");
                rules.add(rule(new YamlFields(file, item, "a rule", known)));
            }
            if (rules.isEmpty()) {
                throw file.error(fields.lineOf("rules"), "'rules' needs at least one rule");
            }
            return new Domain.Rules(parser.filled(fields, "prompts", "rule"), parser.filled(fields, "requests"), rules);
        });
    }

    private Domain.Rule rule(YamlFields fields) {
        String text = fields.text("rule");
        List<String> checks = CHECKS.stream().filter(fields::has).toList();
        if (checks.size() != 1) {
            throw file.error(
                    fields.line(),
                    "rule '" + text + "' needs one check of " + String.join(", ", CHECKS) + ", and has "
                            + checks.size());
        }
        String check = checks.getFirst();
        return switch (check) {
            case "begins" -> new Domain.Rule(text, Domain.RuleKind.BEGINS, List.of(fields.text(check)), 0);
            case "ends" -> new Domain.Rule(text, Domain.RuleKind.ENDS, List.of(fields.text(check)), 0);
            case "most_words" -> new Domain.Rule(text, Domain.RuleKind.MOST_WORDS, List.of(), words(fields));
            case "never" -> new Domain.Rule(text, Domain.RuleKind.NEVER, named(fields, check), 0);
            default -> new Domain.Rule(text, Domain.RuleKind.ALWAYS, named(fields, check), 0);
        };
    }

    private List<String> named(YamlFields fields, String check) {
        List<String> texts =
                fields.texts(check).stream().map(YamlNode.Scalar::text).toList();
        if (texts.isEmpty()) {
            throw file.error(fields.lineOf(check), "'" + check + "' needs at least one text");
        }
        return texts;
    }

    private int words(YamlFields fields) {
        String text = fields.text("most_words");
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_WORDS) {
            return Integer.parseInt(text);
        }
        throw file.error(
                fields.lineOf("most_words"),
                "'most_words' is '" + text + "'; it must be a whole number in 1 to 10,000");
    }

    private long number(YamlNode.Scalar input) {
        try {
            long value = Long.parseLong(input.text().strip());
            if (Math.abs(value) <= MOST_INPUT) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw file.error(input.line(), "input '" + input.text() + "' is no whole number");
        }
        throw file.error(input.line(), "input " + input.text() + " must lie in -1,000,000 to 1,000,000");
    }
}
