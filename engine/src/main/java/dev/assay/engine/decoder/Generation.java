package dev.assay.engine.decoder;

import java.util.List;

/// What a model generated after a prompt.
///
/// @param tokens the tokens, without the one that ended the answer
/// @param logProbabilities one a token where asked for, else empty
/// @param alternatives the likeliest tokens at each place, best first, where asked for, else empty
/// @param ending why it ended
/// @param reused tokens of the prompt that were taken over from the prefix cache
public record Generation(
        List<Integer> tokens,
        List<Double> logProbabilities,
        List<List<Alternative>> alternatives,
        Ending ending,
        int reused) {

    public Generation {
        tokens = List.copyOf(tokens);
        logProbabilities = List.copyOf(logProbabilities);
        alternatives = List.copyOf(alternatives);
    }

    /// A token that might have been chosen.
    ///
    /// @param logProbability natural logarithm of its probability at temperature 1, at most 0
    public record Alternative(int token, double logProbability) {}

    /// Why a generation ended.
    public enum Ending {
        /// The model gave one of the tokens that end an answer.
        END_TOKEN,
        /// The listener asked for it.
        STOPPED,
        /// The limit of tokens was reached.
        MAX_TOKENS,
        /// The context was full.
        CONTEXT_FULL
    }
}
