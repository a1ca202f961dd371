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

    /// Nothing in particular.
    public record Nothing() implements Subject {}
}
