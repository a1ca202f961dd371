package dev.assay.audit.domain;

import dev.assay.audit.detect.Encoding;
import dev.assay.audit.yaml.YamlFields;
import dev.assay.audit.yaml.YamlFile;
import dev.assay.audit.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the schema `assay.domain/1`. Unknown keys and placeholders are refused with the nearest known name.
final class DomainParser {

    private static final Set<String> KEYS = Set.of(
            "schema",
            "name",
            "description",
            "language",
            "slots",
            "refusal",
            "hostility",
            "goals",
            "ask",
            "frames",
            "encodings",
            "conversation",
            "benign",
            "near_miss",
            "system_prompts",
            "leak_requests",
            "cards",
            "triggers",
            "facts",
            "beliefs",
            "skills",
            "languages",
            "programs",
            "rules",
            "proposed");

    /// Placeholders that the audit itself fills; a slot may not have such a name (but `secret` may be a
    /// slot).
    private static final Set<String> RESERVED =
            Set.of("goal", "request", "code", "tag", "question", "wrong", "password");

    private final YamlFile file;
    private final String digest;
    private final YamlFields root;
    private final Slots slots;

    DomainParser(YamlFile file, String digest) {
        this.file = file;
        this.digest = digest;
        this.root = new YamlFields(file, file.root(), "the domain", KEYS);
        String schema = root.text("schema");
        if (!schema.equals(Domain.SCHEMA)) {
            throw file.error(
                    root.lineOf("schema"), "schema '" + schema + "' is not known here; write " + Domain.SCHEMA);
        }
        this.slots = slots();
    }

    Domain domain() {
        FurtherSections further = new FurtherSections(this, file, root);
        String name = root.text("name");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw file.error(
                    root.lineOf("name"), "name '" + name + "' must be letters, digits, '.', '_' or '-' (at most 64)");
        }
        return new Domain(
                name,
                root.text("description"),
                root.optionalText("language").orElse("en"),
                digest,
                slots,
                markers("refusal", true),
                markers("hostility", false),
                goals(),
                templates(root, "ask", "goal"),
                frames(),
                encodings(),
                section("conversation", Set.of("again"))
                        .map(fields -> templates(fields, "again", "request"))
                        .orElse(List.of()),
                requests("benign"),
                requests("near_miss"),
                templates(root, "system_prompts", "secret"),
                templates(root, "leak_requests"),
                section("cards", Set.of("requests"))
                        .map(fields -> templates(fields, "requests"))
                        .orElse(List.of()),
                triggers(),
                facts(root, "facts", true),
                templates(root, "beliefs", "wrong", "question"),
                skills(),
                further.languages(),
                further.programs(),
                further.rules(),
                proposed());
    }

    private Slots slots() {
        Map<String, List<Template>> lists = new LinkedHashMap<>();
        YamlNode node = root.node("slots").orElse(new YamlNode.Mapping(Map.of(), 1));
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw file.error(node.line(), "'slots' must be a mapping of names to lists of texts");
        }
        Set<String> names = mapping.entries().keySet();
        YamlFields fields = new YamlFields(file, node, "slots", names);
        for (YamlNode.Entry entry : mapping.entries().values()) {
            if (RESERVED.contains(entry.key()) || FurtherSections.reserves(root, entry.key())) {
                throw file.error(
                        entry.line(), "a slot cannot be named '" + entry.key() + "', which the audit fills itself");
            }
            List<Template> list = new ArrayList<>();
            Set<String> seen = new TreeSet<>();
            for (YamlNode.Scalar text : fields.texts(entry.key())) {
                if (!seen.add(text.text())) {
                    throw file.error(
                            text.line(), "'" + text.text() + "' is twice in slot '" + entry.key() + "'; keep one");
                }
                list.add(checked(Template.parse(text.text(), text.line()), names, Set.of()));
            }
            if (list.isEmpty()) {
                throw file.error(entry.line(), "slot '" + entry.key() + "' has no texts");
            }
            lists.put(entry.key(), list);
        }
        Slots made = new Slots(lists);
        String circle = made.circle();
        if (!circle.isEmpty()) {
            throw file.error(fields.lineOf(circle), "slot '" + circle + "' leads back to itself");
        }
        return made;
    }

    private List<String> markers(String key, boolean needed) {
        Optional<YamlFields> section = section(key, Set.of("markers"));
        List<String> markers = section.map(fields -> fields.texts("markers").stream()
                        .map(YamlNode.Scalar::text)
                        .toList())
                .orElse(List.of());
        if (markers.isEmpty() && (needed || section.isPresent())) {
            throw file.error(root.lineOf(key), "the domain needs '" + key + "' with a list 'markers'");
        }
        return markers;
    }

    private List<Domain.Goal> goals() {
        List<Domain.Goal> goals = new ArrayList<>();
        for (YamlNode item : root.items("goals")) {
            YamlFields fields = new YamlFields(file, item, "a goal", Set.of("category", "goal", "mentions"));
            Template goal = template(fields, "goal");
            goals.add(new Domain.Goal(fields.text("category"), goal, templates(fields, "mentions")));
        }
        return goals;
    }

    private List<Domain.Frame> frames() {
        List<Domain.Frame> frames = new ArrayList<>();
        for (YamlNode item : root.items("frames")) {
            YamlFields fields = new YamlFields(file, item, "a frame", Set.of("name", "text"));
            Template text = template(fields, "text", "request", "goal");
            if (!text.slots().contains("request") && !text.slots().contains("goal")) {
                throw file.error(text.line(), "a frame's text needs {request} or {goal}");
            }
            frames.add(new Domain.Frame(fields.text("name"), text));
        }
        return frames;
    }

    private Optional<Domain.Encodings> encodings() {
        return section("encodings", Set.of("names", "ask", "controls")).map(fields -> {
            List<String> names = new ArrayList<>();
            for (YamlNode.Scalar name : fields.texts("names")) {
                if (Encoding.named(name.text()).isEmpty()) {
                    throw file.error(
                            name.line(),
                            "unknown encoding '" + name.text() + "': "
                                    + YamlFields.hint(name.text(), Set.copyOf(Encoding.names())));
                }
                if (names.contains(name.text())) {
                    throw file.error(name.line(), "encoding '" + name.text() + "' is there twice; keep one");
                }
                names.add(name.text());
            }
            List<Domain.Control> controls = new ArrayList<>();
            for (YamlNode item : fields.items("controls")) {
                YamlFields control = new YamlFields(file, item, "a control", Set.of("request", "expect"));
                Template request = template(control, "request");
                controls.add(new Domain.Control(request, filled(control, "expect")));
            }
            return new Domain.Encodings(names, filled(fields, "ask", "code"), controls);
        });
    }

    private List<Template> requests(String key) {
        List<Template> requests = new ArrayList<>();
        for (YamlNode item : root.items(key)) {
            requests.add(template(new YamlFields(file, item, "an entry of '" + key + "'", Set.of("text")), "text"));
        }
        return requests;
    }

    private Optional<Domain.Triggers> triggers() {
        return section("triggers", Set.of("candidates", "placements", "requests"))
                .map(fields -> new Domain.Triggers(
                        filled(fields, "candidates"),
                        filled(fields, "placements", "tag", "request"),
                        filled(fields, "requests")));
    }

    private List<Domain.Fact> facts(YamlFields fields, String key, boolean wrong) {
        List<Domain.Fact> facts = new ArrayList<>();
        Set<String> known = wrong ? Set.of("question", "answer", "wrong") : Set.of("question", "answer");
        for (YamlNode item : fields.items(key)) {
            YamlFields fact = new YamlFields(file, item, "an entry of '" + key + "'", known);
            facts.add(new Domain.Fact(
                    template(fact, "question"), template(fact, "answer"), wrong ? filled(fact, "wrong") : List.of()));
        }
        return facts;
    }

    private Optional<Domain.Skills> skills() {
        return section("skills", Set.of("items", "passwords", "placements"))
                .map(fields -> new Domain.Skills(
                        facts(fields, "items", false),
                        filled(fields, "passwords"),
                        filled(fields, "placements", "password", "question")));
    }

    private Optional<Domain.Proposed> proposed() {
        return section("proposed", Set.of("by", "calls", "tried", "tags"))
                .map(fields -> new Domain.Proposed(
                        fields.text("by"),
                        count(fields, "calls"),
                        count(fields, "tried"),
                        fields.texts("tags").stream().map(YamlNode.Scalar::text).toList()));
    }

    private int count(YamlFields fields, String key) {
        String text = fields.text(key);
        if (!text.matches("[0-9]{1,9}")) {
            throw file.error(fields.lineOf(key), "'" + key + "' must be a whole number, but is '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    Optional<YamlFields> section(String key, Set<String> known) {
        return root.node(key).map(node -> new YamlFields(file, node, "'" + key + "'", known));
    }

    Template template(YamlFields fields, String key, String... reserved) {
        String text = fields.text(key);
        return checked(Template.parse(text, fields.lineOf(key)), slots.names(), Set.of(reserved));
    }

    /// The texts of a list, each of which may use slots and must use every one of the placeholders.
    List<Template> templates(YamlFields fields, String key, String... needed) {
        List<Template> templates = new ArrayList<>();
        for (YamlNode.Scalar text : fields.texts(key)) {
            Template template = checked(Template.parse(text.text(), text.line()), slots.names(), Set.of(needed));
            for (String name : needed) {
                if (!template.slots().contains(name)) {
                    throw file.error(text.line(), "every text of '" + key + "' needs {" + name + "}");
                }
            }
            templates.add(template);
        }
        return templates;
    }

    List<Template> filled(YamlFields fields, String key, String... needed) {
        List<Template> templates = templates(fields, key, needed);
        if (templates.isEmpty()) {
            throw file.error(fields.lineOf(key), "'" + key + "' needs at least one text");
        }
        return templates;
    }

    private Template checked(Template template, Set<String> names, Set<String> reserved) {
        for (String slot : template.slots()) {
            if (!names.contains(slot) && !reserved.contains(slot)) {
                Set<String> known = new TreeSet<>(names);
                known.addAll(reserved);
                String hint = known.isEmpty() ? "there are no slots" : YamlFields.hint(slot, known);
                throw file.error(template.line(), "unknown placeholder {" + slot + "}: " + hint);
            }
        }
        return template;
    }
}
