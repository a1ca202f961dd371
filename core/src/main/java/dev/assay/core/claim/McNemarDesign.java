package dev.assay.core.claim;

/// What McNemar's exact test will find when two runs answer the same items, right or wrong.
///
/// Two runs whose accuracies differ by a gap change psi = discordant + gap^2 of the items, so that the
/// variance of an item's difference stays psi - gap^2 = discordant; never fewer than the gap.
///
/// Up to {@link #MOST_EXACT} items the power is exact: the number m of items that change is Bin(n, psi), of those the
/// ones for the better run are Bin(m, (1 + gap/psi)/2), and the two-sided test
/// rejects from the smallest b with P(Bin(m, 1/2) >= b) <= alpha/2; the other direction is not counted.
/// Beyond, gap sqrt(n) = z_(alpha/2) sqrt(psi) + z_beta sqrt(psi - gap^2).
///
/// Source of both: Connor 1987, "Sample size for testing differences in proportions for the paired-sample
/// design", Biometrics 43; McNemar 1947.
///
/// @param discordant share of the items that change between two runs of equal accuracy, in [0, 1]
/// @param alpha two-sided error, in (0, 1)
public record McNemarDesign(double discordant, double alpha) {

    /// Up to so many items the exact power is computed.
    public static final int MOST_EXACT = 5_000;

    private static final int BISECTIONS = 30;
    private static final long MOST_ITEMS = 1L << 62;

    public McNemarDesign {
        if (!(discordant >= 0 && discordant <= 1)) {
            throw new IllegalArgumentException("The discordant share must be in [0, 1], but is " + discordant + ".");
        }
        Counts.checkShare(alpha, "Alpha");
    }

    /// The chance that `items` items show a difference of `gap` in its true direction.
    ///
    /// @param gap in (0, 1]
    /// @param items at least 1
    /// @throws IllegalArgumentException if one lies out of its range
    public double power(double gap, long items) {
        check(gap, items);
        double share = Math.min(1, Math.max(gap, discordant + gap * gap));
        return items <= MOST_EXACT ? exact(gap, share, (int) items) : approximate(gap, share, items);
    }

    /// The smallest difference that `items` items find with the stated power; NaN if they would not
    /// find one of 1.
    ///
    /// @param items at least 1
    /// @param power in (0, 1)
    /// @throws IllegalArgumentException if one lies out of its range
    public double detectable(long items, double power) {
        Counts.checkShare(power, "Power");
        if (power(1, items) < power) {
            return Double.NaN;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (power(middle, items) >= power) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// About how many items find a difference of `gap` with the stated power: the exact power rises in
    /// small teeth, and a few items more or fewer may do.
    ///
    /// @param gap in (0, 1]
    /// @param power in (0, 1)
    /// @throws IllegalArgumentException if one lies out of its range, or the items are more than 2^62
    public long items(double gap, double power) {
        Counts.checkShare(power, "Power");
        long high = 1;
        while (power(gap, high) < power) {
            if (high == MOST_ITEMS) {
                throw new IllegalArgumentException("A difference of " + gap + " needs more items than can be counted.");
            }
            high *= 2;
        }
        long low = high / 2;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (power(gap, middle) >= power) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static void check(double gap, long items) {
        if (!(gap > 0 && gap <= 1)) {
            throw new IllegalArgumentException("The difference must be above 0 and at most 1, but is " + gap + ".");
        }
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1, but is " + items);
        }
    }

    private double approximate(double gap, double share, long items) {
        double spread = share - gap * gap;
        double reach = gap * Math.sqrt(items) - SpecialFunctions.twoSidedZ(1 - alpha) * Math.sqrt(share);
        if (spread <= 0) {
            return reach >= 0 ? 1 : 0;
        }
        double z = reach / Math.sqrt(spread);
        return z < 0 ? SpecialFunctions.normalUpperTail(-z) : 1 - SpecialFunctions.normalUpperTail(z);
    }

    private double exact(double gap, double share, int items) {
        double deviation = Math.sqrt(items * share * (1 - share));
        int first = (int) Math.max(0, Math.floor(items * share - 8 * deviation - 8));
        int last = (int) Math.min(items, Math.ceil(items * share + 8 * deviation + 8));
        double better = Math.min(1, (1 + gap / share) / 2);
        double sum = 0;
        int critical = critical(first, 0);
        for (int changed = first; changed <= last; changed++) {
            critical = critical(changed, critical);
            if (critical <= changed) {
                sum += chance(changed, items, share) * upperTail(critical, changed, better);
            }
        }
        return Math.min(1, sum);
    }

    /// The smallest b, from `least` on, with P(Bin(changed, 1/2) >= b) <= alpha/2; above `changed` if
    /// there is none.
    private int critical(int changed, int least) {
        int b = Math.max(least, changed / 2);
        while (b <= changed && upperTail(b, changed, 0.5) > alpha / 2) {
            b++;
        }
        return b;
    }

    /// P(Bin(draws, share) >= hits).
    private static double upperTail(int hits, int draws, double share) {
        if (hits <= 0 || share >= 1) {
            return 1;
        }
        return Math.exp(SpecialFunctions.logRegularizedBeta(share, hits, draws - hits + 1.0));
    }

    /// P(Bin(draws, share) = hits).
    private static double chance(int hits, int draws, double share) {
        if (share >= 1) {
            return hits == draws ? 1 : 0;
        }
        double ways = -Math.log(draws + 1.0) - SpecialFunctions.logBeta(hits + 1.0, draws - hits + 1.0);
        return Math.exp(ways + hits * Math.log(share) + (draws - hits) * Math.log1p(-share));
    }
}
