package dev.assay.core.task;

/// Mean and variance in one pass; the mean of whole scores is exact. Source of the variance: Welford 1962.
abstract class Moments implements Metric.Tally {

    private long count;
    private double sum;
    private double mean = 0;
    private double squares;

    @Override
    public void add(Metric.Scored sample) {
        count++;
        sum += sample.value();
        double difference = sample.value() - mean;
        mean += difference / count;
        squares += difference * (sample.value() - mean);
    }

    final long count() {
        return count;
    }

    final double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /// Over n - 1; NaN for fewer than two.
    final double variance() {
        return count < 2 ? Double.NaN : squares / (count - 1);
    }
}
