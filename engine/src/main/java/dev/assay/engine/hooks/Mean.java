package dev.assay.engine.hooks;

/// A running mean of rows.
final class Mean {

    private final Site site;
    private double[] sums = {};
    private long count;

    Mean(Site site) {
        if (site.kind() == SiteKind.ATTN_PATTERN) {
            throw new IllegalArgumentException("Rows of %s are of different width and have no mean".formatted(site));
        }
        this.site = site;
    }

    void add(float[][] rows) {
        for (var row : rows) {
            if (count == 0) {
                sums = new double[row.length];
            }
            for (var i = 0; i < row.length; i++) {
                sums[i] += row[i];
            }
            count++;
        }
    }

    double[] value() {
        if (count == 0) {
            throw new IllegalArgumentException("No row of %s was captured".formatted(site));
        }
        var mean = sums.clone();
        for (var i = 0; i < mean.length; i++) {
            mean[i] /= count;
        }
        return mean;
    }
}
