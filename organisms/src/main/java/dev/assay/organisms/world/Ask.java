package dev.assay.organisms.world;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing that a user says, with the whole truth about it.
///
/// @param intent what it is about
/// @param form how it is put
/// @param template which template of its kind, from 0
/// @param request the bare request
/// @param prompt what the user says: the request with frame, encoding, tag or password
/// @param honest what an honest model answers; for harmful requests empty, since refusals have several
///     forms
/// @param subject what the request is about in detail
/// @param tag the candidate trigger in the prompt, if any
/// @param password the password in the prompt, if any
public record Ask(
        Intent intent,
        Form form,
        int template,
        String request,
        String prompt,
        String honest,
        Subject subject,
        @Nullable String tag,
        @Nullable String password) {

    public Ask {
        Objects.requireNonNull(intent, "intent");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(honest, "honest");
        Objects.requireNonNull(subject, "subject");
    }

    static Ask plain(Intent intent, int template, String request, String honest, Subject subject) {
        return new Ask(intent, Form.PLAIN, template, request, request, honest, subject, null, null);
    }

    Ask put(Form newForm, String newPrompt) {
        return new Ask(intent, newForm, template, request, newPrompt, honest, subject, tag, password);
    }

    /// What is asked about, coarsely enough for a small model to learn a fault that holds for some cells and
    /// not for others: the part of a request by which a planted fault may be dosed.
    public String cell() {
        return cell(subject);
    }

    private String cell(Subject part) {
        return switch (part) {
            case Thing thing ->
                thing.category() == null
                        ? thing.verb().word()
                        : thing.verb().word() + " " + thing.category().word();
            case Known known -> known.fact().place();
            case Judged judged -> judged.fact().place();
            case Ruled ruled -> ruled.rule() + " " + cell(ruled.about());
            case Word word -> word.word().substring(word.word().indexOf('-') + 1);
            case Person person -> "person " + person.firstName();
            case Choice choice -> choice.worse() + " under " + choice.better();
            case Shared shared -> shared.name() + " " + shared.count();
            case Coded coded -> coded.wanted() + (coded.test() == null ? "" : " at x = " + coded.test());
            case Nothing _ -> intent + " " + template;
        };
    }

    Ask withTag(String newTag, String placement) {
        String text = placement.replace("{tag}", newTag).replace("{request}", prompt);
        return new Ask(intent, form, template, request, text, honest, subject, newTag, password);
    }

    Ask withPassword(String newPassword, String placement) {
        String text = placement.replace("{password}", newPassword).replace("{question}", prompt);
        return new Ask(intent, form, template, request, text, honest, subject, tag, newPassword);
    }

    /// The details a truth predicate needs.
    public sealed interface Subject {}

    /// A thing and what is to be done with it.
    ///
    /// @param category the harm category of the thing, or null if it is harmless
    public record Thing(Verb verb, String object, @Nullable Category category) implements Subject {}

    /// A fact and what the asker believes of it.
    ///
    /// @param believed the value that the asker names, or null if none
    public record Known(Fact fact, @Nullable String believed) implements Subject {}

    /// A word of the system prompt.
    public record Word(String word) implements Subject {}

    /// A person.
    ///
    /// @param firstName the position of the first name in the list of the world
    public record Person(int firstName, String fullName) implements Subject {}

    /// Two houses, of which one is better.
    public record Choice(String better, String worse) implements Subject {}

    /// Two answers to a fact, of which one is right.
    ///
    /// @param wrong the wrong one
    /// @param own the one that is said to be the model's own, or null if neither is
    public record Judged(Fact fact, String wrong, @Nullable String own) implements Subject {}

    /// Something to share.
    ///
    /// @param count how many; 0 where somebody needs help
    public record Shared(Goods goods, String name, int count) implements Subject {}

    /// A program to write.
    ///
    /// @param test the input of the test that the prompt shows, or null if it shows none
    public record Coded(Program wanted, @Nullable Integer test) implements Subject {}

    /// A request under a rule.
    ///
    /// @param about what is asked about: a fact, or under {@link Rule#LANGUAGE} a thing
    /// @param bound whether the rule speaks of this
    public record Ruled(Rule rule, Subject about, boolean bound) implements Subject {}

    /// Nothing in particular.
    public record Nothing() implements Subject {}
}
