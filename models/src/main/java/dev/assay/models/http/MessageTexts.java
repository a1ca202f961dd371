package dev.assay.models.http;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What several wire formats need of messages.
public final class MessageTexts {

    private MessageTexts() {}

    /// What a model is told that a tool returned: its text, or of a failed tool without one the error.
    public static String ofTool(ChatMessage message) {
        String text = message.content();
        return message.toolResult()
                .flatMap(result -> result.error())
                .filter(error -> text.isEmpty())
                .map(error -> "Error: " + error.type() + ": " + error.message())
                .orElse(text);
    }

    /// Arguments as the JSON object that an API needs: those of the model, or where they are none, an
    /// object that holds what it wrote instead.
    public static String argumentsObject(ToolCall call) {
        if (call.arguments().isBlank()) {
            return "{}";
        }
        return Json.isObject(call.arguments())
                ? call.arguments()
                : new String(
                        Json.object(json -> json.writeStringProperty("not_json", call.arguments())),
                        java.nio.charset.StandardCharsets.US_ASCII);
    }

    /// An image that is part of its own address: its media type, such as `image/png`, and its base64.
    public record InlineImage(String mediaType, String base64) {

        /// The form, such as `png`.
        public String form() {
            return mediaType.substring(mediaType.indexOf('/') + 1);
        }
    }

    /// The image that is part of its own address, for an API that takes no other and has no levels of
    /// detail.
    ///
    /// @throws dev.assay.core.model.ModelException `UNSUPPORTED` for an address, or a stated detail
    public static InlineImage requireInline(String model, Content.Image image) {
        requireNoDetail(model, image);
        return inline(image)
                .orElseThrow(() -> HostedModel.unsupported(
                        model, "an image by its address", "give the image itself, as a data:image/...;base64, URI"));
    }

    /// Refuses a stated level of detail.
    ///
    /// @throws dev.assay.core.model.ModelException `UNSUPPORTED`
    public static void requireNoDetail(String model, Content.Image image) {
        if (image.detail() != Content.Image.Detail.AUTO) {
            throw HostedModel.unsupported(model, "an image at a stated level of detail", "leave the detail out");
        }
    }

    /// How many system messages the conversation starts with.
    ///
    /// @throws dev.assay.core.model.ModelException `UNSUPPORTED` if one comes later, where the API has no
    ///     place for it
    public static int leadingSystemMessages(String model, List<ChatMessage> messages) {
        int leading = 0;
        for (int index = 0; index < messages.size(); index++) {
            if (messages.get(index).role() == ChatMessage.Role.SYSTEM) {
                if (index != leading) {
                    throw HostedModel.unsupported(
                            model, "a system message after other messages", "put it first, or say it as the user");
                }
                leading++;
            }
        }
        return leading;
    }

    /// The image in a `data:image/...;base64,` URI; empty for every other address.
    public static Optional<InlineImage> inline(Content.Image image) {
        String source = image.source();
        int comma = source.indexOf(',');
        if (!source.regionMatches(true, 0, "data:image/", 0, 11) || comma < 0) {
            return Optional.empty();
        }
        String head = source.substring(5, comma);
        if (!head.toLowerCase(Locale.ROOT).endsWith(";base64")) {
            return Optional.empty();
        }
        int end = head.indexOf(';');
        return Optional.of(
                new InlineImage(head.substring(0, end).toLowerCase(Locale.ROOT), source.substring(comma + 1)));
    }
}
