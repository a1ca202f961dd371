package dev.assay.core.model;

import java.util.List;
import java.util.Objects;

/// One generated token with its log-probability.
///
/// @param token the token as text; may be a part of a character
/// @param logprob natural logarithm of its probability given what came before, at most 0
/// @param top the likeliest tokens at this place, best first, where they were asked for; else empty
public record TokenLogprob(String token, double logprob, List<Alternative> top) {

    public TokenLogprob {
        Objects.requireNonNull(token, "token");
        top = List.copyOf(top);
    }

    /// A token without alternatives.
    public TokenLogprob(String token, double logprob) {
        this(token, logprob, List.of());
    }

    /// A token that might have stood there.
    ///
    /// @param token as text
    /// @param logprob natural logarithm of its probability, at most 0
    public record Alternative(String token, double logprob) {}
}
