package dev.assay.models.google;

import dev.assay.core.model.Content;
import java.util.List;
import java.util.Optional;

/// Gemini signs parts of any kind, a call or a text, and wants the signature back on that very part. It is
/// kept as a thought without words whose signature says where it belongs: `call/N/...` on the N-th call,
/// `text/...` on the text that follows.
final class Signatures {

    private static final String TEXT = "text/";

    private Signatures() {}

    static String onCall(int index, String signature) {
        return "call/" + index + "/" + signature;
    }

    static String onText(String signature) {
        return TEXT + signature;
    }

    /// The signature on the `index`-th call of a message.
    static Optional<String> ofCall(List<Content> parts, int index) {
        String start = "call/" + index + "/";
        return parts.stream()
                .filter(Content.Reasoning.class::isInstance)
                .flatMap(part -> ((Content.Reasoning) part).signature().stream())
                .filter(signature -> signature.startsWith(start))
                .map(signature -> signature.substring(start.length()))
                .findFirst();
    }

    /// The signature on the text that follows this thought.
    static Optional<String> ofText(Content.Reasoning thought) {
        return thought.signature()
                .filter(signature -> signature.startsWith(TEXT))
                .map(signature -> signature.substring(TEXT.length()));
    }
}
