package dev.assay.store;

/// What the rows of a run come to.
///
/// @param samples how many they are, every attempt counted
/// @param digest the sum of their checksums
record Totals(long samples, long digest) {

    static final Totals NONE = new Totals(0, 0);

    Totals plus(long checksum) {
        return new Totals(samples + 1, digest + checksum);
    }
}
