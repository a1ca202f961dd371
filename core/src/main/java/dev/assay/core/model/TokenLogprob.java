package dev.assay.core.model;

/// One generated token with its log-probability.
///
/// @param token the token as text; may be a part of a character
/// @param logprob natural logarithm of its probability given what came before, at most 0
public record TokenLogprob(String token, double logprob) {}
