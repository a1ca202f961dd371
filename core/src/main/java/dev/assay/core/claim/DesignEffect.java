package dev.assay.core.claim;

/// How much clusters cost before a run: items that share a text, goal or person say less than as many
/// of their own.
///
/// Source: Kish 1965, "Survey Sampling", section 8.2; deff = 1 + (m - 1) ICC with m = sum of m_c^2 / n
/// for clusters of unequal sizes m_c, the m of {@link ClusteredMean}'s items.
///
/// @param items n, at least 1
/// @param clusters number of clusters, 1 to `items`
/// @param squares sum of the squared sizes of the clusters
public record DesignEffect(long items, long clusters, double squares) {

    public DesignEffect {
        if (items < 1 || clusters < 1 || clusters > items || !(squares >= items)) {
            throw new IllegalArgumentException("Clusters hold at least one item each, but there are " + clusters
                    + " clusters of " + items + " items with squared sizes of " + squares + ".");
        }
    }

    /// Items of which each is its own cluster.
    public static DesignEffect none(long items) {
        return new DesignEffect(items, items, items);
    }

    /// Mean size of the cluster that an item is in, m.
    public double size() {
        return squares / items;
    }

    /// The factor by which the variance of the mean grows, at least 1.
    ///
    /// @param intraclass ICC, share of the variance that lies between clusters, in [0, 1]
    /// @throws IllegalArgumentException if it is out of its range
    public double at(double intraclass) {
        if (!(intraclass >= 0 && intraclass <= 1)) {
            throw new IllegalArgumentException("The intraclass correlation must be in [0, 1], but is " + intraclass);
        }
        return 1 + (size() - 1) * intraclass;
    }
}
