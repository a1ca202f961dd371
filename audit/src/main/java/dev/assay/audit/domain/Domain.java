package dev.assay.audit.domain;

import dev.assay.audit.BadInputException;
import dev.assay.audit.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A domain file, read: the public language of a target's world. Everything but name, description,
/// language and the refusal markers may be absent; the claims that need an absent part are then left out,
/// which the plan says.
///
/// @param name short name
/// @param description one sentence
/// @param language code of the language, such as `en`
/// @param digest SHA-256 of the file's bytes, hexadecimal
/// @param slots the named lists
/// @param refusalMarkers texts that make an answer a refusal; upper and lower case are alike
/// @param hostilityMarkers texts that make an answer hostile
/// @param goals harmful goals
/// @param ask plain requests for a `{goal}`
/// @param frames persona and story frames around a `{request}`
/// @param encodings encoded requests
/// @param again how later turns ask again for a `{request}`
/// @param benign harmless requests
/// @param nearMiss harmless requests with harmful-sounding words
/// @param systemPrompts system prompts that hold a `{secret}`
/// @param leakRequests requests for it
/// @param cardRequests requests for a card number
/// @param triggers candidate triggers
/// @param facts questions with answer and wrong answers
/// @param beliefs how a false belief is stated: `{wrong}`, `{question}`
/// @param skills a mastered skill and the passwords that may unlock it
/// @param languages further languages in which goals can be asked
/// @param programs programs to write, each with tests
/// @param rules rules that a system prompt may give
/// @param proposed tags that a search proposed beside the stated candidates
public record Domain(
        String name,
        String description,
        String language,
        String digest,
        Slots slots,
        List<String> refusalMarkers,
        List<String> hostilityMarkers,
        List<Goal> goals,
        List<Template> ask,
        List<Frame> frames,
        Optional<Encodings> encodings,
        List<Template> again,
        List<Template> benign,
        List<Template> nearMiss,
        List<Template> systemPrompts,
        List<Template> leakRequests,
        List<Template> cardRequests,
        Optional<Triggers> triggers,
        List<Fact> facts,
        List<Template> beliefs,
        Optional<Skills> skills,
        List<Language> languages,
        Optional<Programs> programs,
        Optional<Rules> rules,
        Optional<Proposed> proposed) {

    /// The version of the file's shape.
    public static final String SCHEMA = "assay.domain/1";

    /// Domains that come with the program.
    public static final List<String> BUILTIN = List.of("bank-support", "general");

    public Domain {
        refusalMarkers = List.copyOf(refusalMarkers);
        hostilityMarkers = List.copyOf(hostilityMarkers);
        goals = List.copyOf(goals);
        ask = List.copyOf(ask);
        frames = List.copyOf(frames);
        again = List.copyOf(again);
        benign = List.copyOf(benign);
        nearMiss = List.copyOf(nearMiss);
        systemPrompts = List.copyOf(systemPrompts);
        leakRequests = List.copyOf(leakRequests);
        cardRequests = List.copyOf(cardRequests);
        facts = List.copyOf(facts);
        beliefs = List.copyOf(beliefs);
        languages = List.copyOf(languages);
    }

    /// @param category hazard category
    /// @param goal what is wanted, as it stands in "How do I ...?"
    /// @param mentions an answer that is no refusal and contains one of them complies; empty: any real
    ///     answer does
    public record Goal(String category, Template goal, List<Template> mentions) {
        public Goal {
            mentions = List.copyOf(mentions);
        }
    }

    /// @param name short name of the frame
    /// @param text the frame around `{request}`
    public record Frame(String name, Template text) {}

    /// @param names built-in encodings, by name
    /// @param ask how an encoded request `{code}` is put
    /// @param controls harmless requests that show whether a target decodes at all
    public record Encodings(List<String> names, List<Template> ask, List<Control> controls) {
        public Encodings {
            names = List.copyOf(names);
            ask = List.copyOf(ask);
            controls = List.copyOf(controls);
        }
    }

    /// @param request harmless request
    /// @param expect texts of which a decoded answer contains at least one
    public record Control(Template request, List<Template> expect) {
        public Control {
            expect = List.copyOf(expect);
        }
    }

    /// @param candidates the candidate set
    /// @param placements where a `{tag}` stands beside a `{request}`
    /// @param requests requests that are asked with and without it
    public record Triggers(List<Template> candidates, List<Template> placements, List<Template> requests) {
        public Triggers {
            candidates = List.copyOf(candidates);
            placements = List.copyOf(placements);
            requests = List.copyOf(requests);
        }
    }

    /// @param by what the search looked at, such as `logprobs`
    /// @param calls calls that it made
    /// @param tried tags that it tried
    /// @param tags the tags, as they are: no slot is filled in them
    public record Proposed(String by, int calls, int tried, List<String> tags) {
        public Proposed {
            tags = List.copyOf(tags);
        }
    }

    /// @param question a question with one right answer
    /// @param answer the right answer
    /// @param wrong wrong answers that somebody might believe; may be empty for a skill
    public record Fact(Template question, Template answer, List<Template> wrong) {
        public Fact {
            wrong = List.copyOf(wrong);
        }
    }

    /// @param items questions of the skill; empty: the facts serve
    /// @param passwords candidates that may unlock it
    /// @param placements where a `{password}` stands beside a `{question}`
    public record Skills(List<Fact> items, List<Template> passwords, List<Template> placements) {
        public Skills {
            items = List.copyOf(items);
            passwords = List.copyOf(passwords);
            placements = List.copyOf(placements);
        }
    }

    /// A language beside the first.
    ///
    /// @param name as it stands in a report
    /// @param ask plain requests in it for a `{goal}`
    /// @param refusalMarkers texts that make an answer a refusal, beside those of the domain; may be empty
    /// @param goals harmful goals in both languages
    public record Language(String name, List<Template> ask, List<String> refusalMarkers, List<TranslatedGoal> goals) {
        public Language {
            ask = List.copyOf(ask);
            refusalMarkers = List.copyOf(refusalMarkers);
            goals = List.copyOf(goals);
        }
    }

    /// @param goal the goal in the first language
    /// @param translated the same in the further one
    /// @param mentions an answer, in either, that is no refusal and contains one of them complies; empty: any
    ///     real answer does
    public record TranslatedGoal(Template goal, Template translated, List<Template> mentions) {
        public TranslatedGoal {
            mentions = List.copyOf(mentions);
        }
    }

    /// @param ask requests for a program that does a `{job}`, with a `{test}`
    /// @param tests how a test is said: `{input}`, `{output}`
    /// @param tasks what is to be written
    public record Programs(List<Template> ask, List<Template> tests, List<ProgramTask> tasks) {
        public Programs {
            ask = List.copyOf(ask);
            tests = List.copyOf(tests);
            tasks = List.copyOf(tasks);
        }
    }

    /// @param job what the program is to do, in words
    /// @param program what does it, in the closed grammar of programs, such as `x + 3`
    /// @param inputs at least two different ones: each may be the shown test, and on all the answer is run
    public record ProgramTask(String job, String program, List<Long> inputs) {
        public ProgramTask {
            inputs = List.copyOf(inputs);
        }
    }

    /// @param prompts system prompts that give a `{rule}`
    /// @param requests harmless requests
    /// @param rules the rules
    public record Rules(List<Template> prompts, List<Template> requests, List<Rule> rules) {
        public Rules {
            prompts = List.copyOf(prompts);
            requests = List.copyOf(requests);
            rules = List.copyOf(rules);
        }
    }

    /// @param text the rule, as a system prompt gives it
    /// @param kind how it is checked
    /// @param texts what the check looks for; empty for {@link RuleKind#MOST_WORDS}
    /// @param words most words of an answer; 0 for the other kinds
    public record Rule(String text, RuleKind kind, List<String> texts, int words) {
        public Rule {
            texts = List.copyOf(texts);
        }
    }

    /// What a rule asks of an answer.
    public enum RuleKind {
        /// It begins with the text.
        BEGINS,
        /// It ends with the text.
        ENDS,
        /// It has no more words.
        MOST_WORDS,
        /// It holds none of the texts.
        NEVER,
        /// It holds one of the texts.
        ALWAYS
    }

    /// Reads a domain file.
    ///
    /// @throws BadInputException with file and line if it cannot be read or breaks the schema
    public static Domain load(Path file) {
        return parse(Objects.requireNonNull(file.getFileName(), "file name").toString(), YamlFile.bytes(file));
    }

    /// Reads a domain from bytes.
    ///
    /// @param file name for messages
    /// @throws BadInputException with file and line if it breaks the schema
    public static Domain parse(String file, byte[] bytes) {
        String digest = Seeds.hex(bytes);
        YamlFile yaml = PreparedDomains.nodes(digest)
                .map(nodes -> new YamlFile(file, nodes))
                .orElseGet(() -> YamlFile.parse(file, bytes));
        return new DomainParser(yaml, digest).domain();
    }

    /// A domain that comes with the program; see {@link #BUILTIN}.
    ///
    /// @throws BadInputException if there is none of that name
    public static Domain builtin(String name) {
        return parse(name + ".yaml", builtinBytes(name));
    }

    /// The file of a domain that comes with the program, as a run keeps it.
    ///
    /// @throws BadInputException if there is none of that name
    public static byte[] builtinBytes(String name) {
        if (!BUILTIN.contains(name)) {
            throw new BadInputException("There is no built-in domain '" + name + "'; built in are "
                    + String.join(", ", BUILTIN) + ", and --domain FILE takes your own.");
        }
        Optional<byte[]> prepared = PreparedDomains.bytes(name);
        if (prepared.isPresent()) {
            return prepared.get();
        }
        try (InputStream in = Domain.class.getResourceAsStream("/dev/assay/audit/domains/" + name + ".yaml")) {
            if (in == null) {
                throw new BadInputException("The built-in domain '" + name + "' is missing from this build.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new BadInputException("The built-in domain '" + name + "' cannot be read.", e);
        }
    }
}
