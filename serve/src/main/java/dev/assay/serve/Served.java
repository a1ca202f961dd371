package dev.assay.serve;

import dev.assay.engine.Continuation;
import dev.assay.engine.LocalModel;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import dev.assay.engine.template.TemplateInput;
import dev.assay.engine.tokenizer.Tokenizer;
import java.util.List;
import java.util.OptionalLong;
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

    /// Most bytes that keys and values of so many tokens take.
    long cacheBytes(int tokens);

    /// Most bytes that keys and values of all answers may take together.
    long kvMemory();

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

    /// Most tokens of an answer that names no limit: what the prompt leaves of the context, but no more than
    /// lets eight such requests into the memory for keys and values at once; and [#LEAST_UNASKED] at least.
    default int unasked(int prompt, int answers) {
        var most = context() - prompt;
        var share = kvMemory() / UNASKED_AT_ONCE / answers;
        var fits = Math.min(LEAST_UNASKED, most);
        for (var tooMany = most + 1; tooMany - fits > 1; ) {
            var middle = fits + (tooMany - fits) / 2;
            if (cacheBytes(prompt + middle) <= share) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /// What an answer may take in any case, in tokens.
    int LEAST_UNASKED = 256;

    /// How many requests that name no limit find room at once.
    int UNASKED_AT_ONCE = 8;

    /// A model of this machine.
    ///
    /// @param kvMemory most bytes of keys and values; empty: half of what the heap leaves beside the weights, and
    ///     a sixteenth of the heap at least
    static Served of(LocalModel model, OptionalLong kvMemory) {
        var heap = Runtime.getRuntime().maxMemory();
        var weights = 4 * DecoderLayout.of(model.generator().config()).parameters();
        var room = kvMemory.orElse(Math.max((heap - weights) / 2, heap / 16));
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
            public long cacheBytes(int tokens) {
                return model.generator().cacheBytes(tokens);
            }

            @Override
            public long kvMemory() {
                return room;
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
