package dev.assay.core.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A part of a message.
public sealed interface Content {

    /// Plain text.
    ///
    /// @param text may be empty; hostile where a model wrote it
    record Text(String text) implements Content {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /// What a model thought before it answered. It is never graded and never part of {@link
    /// ChatMessage#content}.
    ///
    /// @param reasoning the thought as text; empty where the provider keeps it to itself
    /// @param signature what the provider wants to see again with the next request, as it came
    /// @param redacted whether the provider hides the thought; then `signature` stands for it
    record Reasoning(String reasoning, Optional<String> signature, boolean redacted) implements Content {
        public Reasoning {
            Objects.requireNonNull(reasoning, "reasoning");
            Objects.requireNonNull(signature, "signature");
        }

        /// A thought in the open.
        public static Reasoning of(String reasoning) {
            return new Reasoning(reasoning, Optional.empty(), false);
        }
    }

    /// An image that the model is shown.
    ///
    /// @param source an `https:` or `http:` address, or a `data:image/...;base64,` URI
    /// @param detail how closely the model should look
    record Image(String source, Detail detail) implements Content {
        public Image {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(detail, "detail");
            String start = source.substring(0, Math.min(11, source.length())).toLowerCase(Locale.ROOT);
            if (!start.startsWith("https://") && !start.startsWith("http://") && !start.startsWith("data:image/")) {
                throw new IllegalArgumentException(
                        "An image is given as an http(s) address or a data:image/ URI, but this one starts with '"
                                + start + "'.");
            }
        }

        /// An image at the model's own level of detail.
        public static Image of(String source) {
            return new Image(source, Detail.AUTO);
        }

        /// How closely a model looks at an image.
        public enum Detail {
            AUTO,
            LOW,
            HIGH
        }
    }
}
