package dev.assay.core.claim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A mean over items that come in clusters, with the error that follows.
///
/// Source: Miller 2024 (arXiv 2411.00640), `clusters.json`. SE_cl = (1/n) sqrt(sum over clusters of
/// (sum of (s_i - mean))^2), times sqrt(C/(C-1)) where `standardError` is asked for; ICC by one-way ANOVA.
///
/// @param items number of items, n
/// @param clusters number of clusters, C
/// @param mean mean over items
/// @param meanOfClusters mean of the cluster means
/// @param independentError standard error if all items were independent; NaN below two items
/// @param uncorrectedError clustered standard error without the factor C/(C-1); NaN below two clusters
/// @param standardError clustered standard error; NaN below two clusters
/// @param designEffect (standardError / independentError)^2
/// @param intraclass ICC, clipped at 0
public record ClusteredMean(
        int items,
        int clusters,
        double mean,
        double meanOfClusters,
        double independentError,
        double uncorrectedError,
        double standardError,
        double designEffect,
        double intraclass) {

    /// From one array of values for each cluster.
    ///
    /// @throws IllegalArgumentException if there is no cluster or an empty one
    public static ClusteredMean of(List<double[]> clusters) {
        if (clusters.isEmpty() || clusters.stream().anyMatch(c -> c.length == 0)) {
            throw new IllegalArgumentException("A clustered mean needs at least one cluster, and no empty one.");
        }
        int count = clusters.size();
        int n = clusters.stream().mapToInt(c -> c.length).sum();
        double mean = clusters.stream().mapToDouble(ClusteredMean::sum).sum() / n;
        double meanOfClusters =
                clusters.stream().mapToDouble(c -> sum(c) / c.length).sum() / count;
        double total = 0;
        double between = 0;
        double squares = 0;
        double clustered = 0;
        for (double[] cluster : clusters) {
            double own = sum(cluster) / cluster.length;
            between += cluster.length * (own - mean) * (own - mean);
            squares += (double) cluster.length * cluster.length;
            double deviation = sum(cluster) - cluster.length * mean;
            clustered += deviation * deviation;
            for (double value : cluster) {
                total += (value - mean) * (value - mean);
            }
        }
        double independent = n < 2 ? Double.NaN : Math.sqrt(total / (n - 1) / n);
        double uncorrected = count < 2 ? Double.NaN : Math.sqrt(clustered) / n;
        double corrected = uncorrected * Math.sqrt(count / (count - 1.0));
        double effect = corrected * corrected / (independent * independent);
        double icc = 0;
        if (count > 1 && n > count) {
            double size = (n - squares / n) / (count - 1);
            double msb = between / (count - 1);
            double msw = (total - between) / (n - count);
            double whole = msb + (size - 1) * msw;
            icc = whole > 0 ? Math.max(0, (msb - msw) / whole) : 0;
        }
        return new ClusteredMean(n, count, mean, meanOfClusters, independent, uncorrected, corrected, effect, icc);
    }

    /// From values and the cluster of each.
    ///
    /// @throws IllegalArgumentException if the two differ in length or are empty
    public static ClusteredMean of(double[] values, int[] clusterOf) {
        if (values.length != clusterOf.length) {
            throw new IllegalArgumentException(values.length + " values but " + clusterOf.length + " cluster ids.");
        }
        Map<Integer, List<Double>> byCluster = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            byCluster.computeIfAbsent(clusterOf[i], _ -> new ArrayList<>()).add(values[i]);
        }
        return of(byCluster.values().stream()
                .map(c -> c.stream().mapToDouble(Double::doubleValue).toArray())
                .toList());
    }

    /// Independent draws that would say as much: items / designEffect, at most the number of items.
    public double effectiveItems() {
        return designEffect > 0 ? Math.min(items, items / designEffect) : items;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
