package dev.assay.app.eval;

import java.util.OptionalDouble;

/// What the calls of one command took, those of graders and those made again among them.
///
/// @param calls requests that were sent
/// @param tokens that they took
/// @param money that they cost; empty where the price of a model that was called is not known
/// @param currency of `money`
/// @param atMost whether some calls were counted by the most that they can have taken, since nobody knows what they did
record Spend(long calls, long tokens, OptionalDouble money, String currency, boolean atMost) {

    /// Nothing was called.
    static final Spend NONE = new Spend(0, 0, OptionalDouble.empty(), "", false);
}
