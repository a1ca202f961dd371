package dev.assay.core.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// SHA-256 over a request, field by field. Each text and list says its length, each choice which one it is, so that
/// different requests are different bytes. Texts are taken as UTF-16, which tells lone surrogates apart.
final class RequestDigest {

    private static final int BUFFER = 8192;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    RequestDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    /// The digest of what was given so far; nothing may follow.
    String hex() {
        digest.update(buffer.flip());
        return HexFormat.of().formatHex(digest.digest());
    }

    void request(ModelRequest request) {
        list(request.messages(), this::message);
        list(request.tools(), this::tool);
        choice(request.toolChoice());
        config(request.config());
    }

    private void message(ChatMessage message) {
        text(message.role().wireName());
        list(message.parts(), this::part);
        list(message.toolCalls(), call -> {
            text(call.id());
            text(call.function());
            text(call.arguments());
        });
        optional(message.toolResult(), result -> {
            text(result.toolCallId());
            text(result.function());
            optional(result.error(), error -> {
                text(error.type());
                text(error.message());
            });
        });
    }

    private void part(Content part) {
        switch (part) {
            case Content.Text text -> {
                text("text");
                text(text.text());
            }
            case Content.Reasoning thought -> {
                text("reasoning");
                text(thought.reasoning());
                optional(thought.signature(), this::text);
                flag(thought.redacted());
            }
            case Content.Image image -> {
                text("image");
                text(image.source());
                text(image.detail().name());
            }
        }
    }

    private void tool(ToolInfo tool) {
        text(tool.name());
        text(tool.description());
        text(tool.parameters());
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> text("auto");
            case ToolChoice.Any _ -> text("any");
            case ToolChoice.None _ -> text("none");
            case ToolChoice.Named named -> {
                text("named");
                text(named.function());
            }
        }
    }

    private void config(GenerateConfig config) {
        real(config.temperature());
        real(config.topP());
        whole(config.topK());
        number(config.maxTokens());
        flag(config.seed().isPresent());
        config.seed().ifPresent(this::number);
        list(config.stop(), this::text);
        flag(config.logprobs());
        number(config.topLogprobs());
        real(config.frequencyPenalty());
        real(config.presencePenalty());
        optional(config.reasoningEffort(), this::text);
        whole(config.reasoningTokens());
        optional(config.responseSchema(), schema -> {
            text(schema.name());
            text(schema.schema());
            flag(schema.strict());
        });
    }

    void text(String text) {
        number(text.length());
        for (int index = 0; index < text.length(); index++) {
            room(Character.BYTES).putChar(text.charAt(index));
        }
    }

    void number(long value) {
        room(Long.BYTES).putLong(value);
    }

    private void flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    private void real(OptionalDouble value) {
        flag(value.isPresent());
        value.ifPresent(number -> number(Double.doubleToLongBits(number)));
    }

    private void whole(OptionalInt value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
    }

    private <T> void optional(Optional<T> value, Consumer<T> writer) {
        flag(value.isPresent());
        value.ifPresent(writer);
    }

    private <T> void list(List<T> elements, Consumer<T> writer) {
        number(elements.size());
        elements.forEach(writer);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return buffer;
    }
}
