package dev.assay.core.claim;

import java.util.SplittableRandom;

/// Whether differences in favour of one side are more than chance: under the null hypothesis each cluster's
/// sum could
/// as well have the other sign. Exact for any distribution that the exchange of the two sides leaves as it
/// is; for
/// single 0/1 items it is McNemar's exact test.
///
/// Source: Fisher's randomisation test for paired samples; with `draws` random signs p = (1 + hits)/(1 +
/// draws)
/// (Phipson & Smyth 2010, "Permutation p-values should never be zero").
public final class SignFlipTest {

    private static final int MOST_ENUMERATED = 16;
    private static final double TIE = 1e-12;

    private SignFlipTest() {}

    /// P(sum of random signs times `sums` <= the sum observed): small where the sums are mostly negative.
    /// All signs
    /// are tried for up to 16 clusters that are not zero, else `draws` of them at random.
    ///
    /// @param sums sum of the differences in each cluster
    /// @param draws how many random signs, at least 1
    /// @param seed of the random signs
    /// @throws IllegalArgumentException if `draws` is below 1 or a sum is no number
    public static double lowerTail(double[] sums, int draws, long seed) {
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be at least 1, but is " + draws);
        }
        double[] moving = java.util.Arrays.stream(sums).filter(sum -> sum != 0).toArray();
        double observed = 0;
        double scale = 0;
        for (double sum : moving) {
            if (!Double.isFinite(sum)) {
                throw new IllegalArgumentException("A cluster's sum is " + sum + ", which is no number.");
            }
            observed += sum;
            scale += Math.abs(sum);
        }
        double most = observed + scale * TIE;
        return moving.length <= MOST_ENUMERATED ? enumerate(moving, most) : draw(moving, most, draws, seed);
    }

    private static double enumerate(double[] sums, double most) {
        int hits = 0;
        int all = 1 << sums.length;
        for (int signs = 0; signs < all; signs++) {
            double total = 0;
            for (int i = 0; i < sums.length; i++) {
                total += (signs >> i & 1) == 0 ? sums[i] : -sums[i];
            }
            hits += total <= most ? 1 : 0;
        }
        return (double) hits / all;
    }

    private static double draw(double[] sums, double most, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int hits = 0;
        for (int draw = 0; draw < draws; draw++) {
            double total = 0;
            long signs = 0;
            for (int i = 0; i < sums.length; i++) {
                signs = i % 64 == 0 ? random.nextLong() : signs >>> 1;
                total += (signs & 1) == 0 ? sums[i] : -sums[i];
            }
            hits += total <= most ? 1 : 0;
        }
        return (1.0 + hits) / (1.0 + draws);
    }
}
