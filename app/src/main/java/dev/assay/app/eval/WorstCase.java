package dev.assay.app.eval;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;

/// The most tokens that a call can take, without the model's tokenizer: a byte-level tokenizer makes at most one token
/// of a byte, and a chat template adds a few to each message. Images are the exception: what providers count for one
/// is bounded by none of their documents, and {@link #IMAGE_TOKENS} is a generous guess.
final class WorstCase {

    static final int MESSAGE_TOKENS = 16;
    static final int IMAGE_TOKENS = 8_192;

    private WorstCase() {}

    static long inputTokens(ModelRequest request) {
        long tokens = MESSAGE_TOKENS;
        for (ChatMessage message : request.messages()) {
            tokens += MESSAGE_TOKENS;
            for (Content part : message.parts()) {
                tokens += switch (part) {
                    case Content.Text text -> utf8Length(text.text());
                    case Content.Reasoning thought ->
                        utf8Length(thought.reasoning())
                                + utf8Length(thought.signature().orElse(""));
                    case Content.Image _ -> IMAGE_TOKENS;
                };
            }
            for (ToolCall call : message.toolCalls()) {
                tokens += MESSAGE_TOKENS + utf8Length(call.function()) + utf8Length(call.arguments());
            }
        }
        if (request.config().responseSchema().isPresent()) {
            ResponseSchema form = request.config().responseSchema().get();
            tokens += MESSAGE_TOKENS + utf8Length(form.name()) + utf8Length(form.schema());
        }
        for (ToolInfo tool : request.tools()) {
            tokens += MESSAGE_TOKENS + utf8Length(tool.toString());
        }
        return tokens;
    }

    static long outputTokens(ModelRequest request) {
        return request.config().maxTokens();
    }

    /// At most three bytes for each UTF-16 unit, without encoding the text.
    private static long utf8Length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            length += unit < 0x80 ? 0 : unit < 0x800 ? 1 : 2;
        }
        return length;
    }
}
