package dev.assay.engine;

import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.decoder.Sampling;
import java.util.List;
import java.util.Objects;

/// How a model went on after a prompt.
///
/// @param text what it wrote, up to a stop string
/// @param stopReason why it ended
/// @param tokens how many tokens it generated, without the one that ended the answer
/// @param reused tokens of the prompt that were taken over from an earlier request
/// @param logprobs one a token where asked for, else empty
public record Continuation(String text, StopReason stopReason, int tokens, int reused, List<TokenLogprob> logprobs) {

    public Continuation {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(stopReason, "stopReason");
        logprobs = List.copyOf(logprobs);
    }

    /// How a model is to go on.
    ///
    /// @param sampling how each token is chosen
    /// @param maxTokens most tokens, at least 1
    /// @param stop strings that end the text and are not part of it
    /// @param choices texts of which the answer is to be one; empty leaves it free
    public record Settings(Sampling sampling, int maxTokens, List<String> stop, List<String> choices) {

        /// Free.
        public Settings(Sampling sampling, int maxTokens, List<String> stop) {
            this(sampling, maxTokens, stop, List.of());
        }

        /// The same among these texts.
        public Settings among(List<String> texts) {
            return new Settings(sampling, maxTokens, stop, texts);
        }

        /// @throws IllegalArgumentException if a number is out of range, a stop string is empty, or there
        ///     are both stop strings and choices
        public Settings {
            Objects.requireNonNull(sampling, "sampling");
            stop = List.copyOf(stop);
            choices = List.copyOf(choices);
            if (!stop.isEmpty() && !choices.isEmpty()) {
                throw new IllegalArgumentException("stop strings and choices exclude each other");
            }
            if (maxTokens < 1) {
                throw new IllegalArgumentException("maxTokens must be at least 1, but is " + maxTokens);
            }
            if (stop.contains("")) {
                throw new IllegalArgumentException("A stop string must not be empty");
            }
        }
    }

    /// Hears the text as it comes. Pieces follow one another without a gap: together they are the whole
    /// text.
    @FunctionalInterface
    public interface Listener {

        /// A piece of the text, never empty and never with half a character. It runs on a thread that
        /// computes for others too, so it must not wait.
        ///
        /// @param logprobs of the tokens since the last piece, where asked for
        /// @return whether more is wanted
        boolean heard(String piece, List<TokenLogprob> logprobs);
    }
}
