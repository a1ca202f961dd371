package dev.assay.serve;

import dev.assay.engine.Continuation;
import dev.assay.engine.LocalModel;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import dev.assay.engine.template.TemplateInput;
import dev.assay.engine.tokenizer.Tokenizer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a server asks of a model.
interface Served {

    String fingerprint();

    ChatTemplate template();

    Tokenizer tokenizer();

    /// How many tokens prompt and answer may have together.
    int context();

    /// How many different tokens there are.
    int vocabulary();

    /// Refuses texts that an answer cannot be held to.
    ///
    /// @throws ApiError that says why
    void requireChoices(List<String> texts);

    Continuation continueFrom(int[] prompt, Continuation.Settings settings, Continuation.Listener listener)
            throws InterruptedException;

    /// The tokens of a conversation in the wire format.
    ///
    /// @throws ApiError if the template refuses it
    default int[] encode(ObjectNode variables) {
        try {
            var text = template().render(variables, TemplateInput.STANDING).text();
            requireFits(text, "messages");
            return tokenizer().encode(text);
        } catch (TemplateException e) {
            throw ApiError.badRequest(
                    "messages",
                    "invalid_value",
                    "The chat template refuses the conversation: %s.".formatted(e.getMessage()));
        }
    }

    /// Refuses a text that cannot fit, whatever its tokens are, before the work of finding them.
    ///
    /// @throws ApiError if it has more characters than the context's tokens can stand for
    default void requireFits(String text, String param) {
        var longest = tokenizer().longest();
        if (longest.isPresent() && text.length() > (long) context() * longest.getAsInt()) {
            throw ApiError.badRequest(
                    param,
                    "context_length_exceeded",
                    "This model's maximum context length is %d tokens. However, your messages have %d characters and no token stands for more than %d. Please reduce the length of the messages."
                            .formatted(context(), text.length(), longest.getAsInt()));
        }
    }

    /// @throws ApiError if the prompt leaves no room for an answer, or is empty
    default void requireRoom(int[] prompt, String param) {
        if (prompt.length == 0) {
            throw ApiError.invalid(param, "The prompt has no token: say something.");
        }
        if (prompt.length >= context()) {
            throw ApiError.badRequest(
                    param,
                    "context_length_exceeded",
                    "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens. Please reduce the length of the messages."
                            .formatted(context(), prompt.length));
        }
    }

    /// A model of this machine.
    static Served of(LocalModel model) {
        return new Served() {
            @Override
            public String fingerprint() {
                return model.fingerprint();
            }

            @Override
            public ChatTemplate template() {
                return model.template();
            }

            @Override
            public Tokenizer tokenizer() {
                return model.tokenizer();
            }

            @Override
            public int context() {
                return model.generator().config().maxPositions();
            }

            @Override
            public int vocabulary() {
                return model.generator().config().vocabSize();
            }

            @Override
            public void requireChoices(List<String> texts) {
                try {
                    model.requireChoices(texts);
                } catch (IllegalArgumentException e) {
                    throw ApiError.invalid(
                            "structured_outputs",
                            "The answer cannot be held to these choices: %s.".formatted(e.getMessage()));
                }
            }

            @Override
            public Continuation continueFrom(
                    int[] prompt, Continuation.Settings settings, Continuation.Listener listener)
                    throws InterruptedException {
                return model.continueFrom(prompt, settings, listener);
            }
        };
    }
}
