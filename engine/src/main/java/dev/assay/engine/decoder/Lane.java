package dev.assay.engine.decoder;

/// What computes a sequence: a decoder's weights, what is changed on the way, and the prefixes computed so. Sequences
/// of one lane share steps; nothing passes from one lane to another.
///
/// @param decoder the weights
/// @param edits what is changed
/// @param prefixes what was computed on this lane
record Lane(Decoder decoder, SiteListener edits, PrefixCache prefixes) {}
