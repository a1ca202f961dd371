package dev.assay.engine.decoder;

/// What computes a sequence, and the prefixes computed so. Sequences of one lane share steps; nothing passes from one
/// lane to another.
///
/// @param backend weights, and what is changed on the way
/// @param prefixes what was computed on this lane
record Lane(DecoderBackend backend, PrefixCache prefixes) {}
