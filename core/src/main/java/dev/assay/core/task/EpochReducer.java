package dev.assay.core.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the scores of a sample's epochs become one, in Inspect's words.
public sealed interface EpochReducer {

    /// The arithmetic mean, the default.
    EpochReducer MEAN = new Middle(Middle.Kind.MEAN);

    /// As options and logs write it, such as `mean` or `pass_at_2`.
    String name();

    /// One score of at least one; an epoch without a score is not among them. NaN where these are too few.
    double reduce(double[] scores);

    /// As the other, where `missing` more epochs gave no score: NaN where they could still decide the result.
    /// Mean, median, mode and pass_at_K estimate from the scores that there are.
    default double reduce(double[] scores, int missing) {
        return reduce(scores);
    }

    /// The least number of epochs that it makes sense for.
    default int leastEpochs() {
        return 1;
    }

    /// The reducer with that name: `mean`, `median`, `mode`, `max`, `at_least_K` or `pass_at_K`.
    ///
    /// @throws IllegalArgumentException if there is none
    static EpochReducer of(String name) {
        Matcher counted =
                Pattern.compile("(at_least|pass_at)_([1-9][0-9]{0,5})").matcher(name);
        if (counted.matches()) {
            int k = Integer.parseInt(counted.group(2));
            return counted.group(1).equals("at_least") ? new AtLeast(k) : new PassAt(k);
        }
        for (Middle.Kind kind : Middle.Kind.values()) {
            Middle middle = new Middle(kind);
            if (middle.name().equals(name)) {
                return middle;
            }
        }
        throw new IllegalArgumentException("There is no epochs reducer '" + name
                + "': expected mean, median, mode, max, at_least_K or pass_at_K.");
    }

    /// The reducers that need no number.
    ///
    /// @param kind which of them
    record Middle(Kind kind) implements EpochReducer {

        /// Which reducer.
        public enum Kind {
            /// The arithmetic mean.
            MEAN,
            /// The middle one, or the mean of the two middle ones.
            MEDIAN,
            /// The most frequent one; of several, the one that came first.
            MODE,
            /// The greatest; NaN if it is below 1 and a score is missing.
            MAX
        }

        @Override
        public String name() {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public double reduce(double[] scores) {
            if (scores.length == 0) {
                return Double.NaN;
            }
            return switch (kind) {
                case MEAN -> Arrays.stream(scores).sum() / scores.length;
                case MEDIAN -> median(scores);
                case MODE -> mode(scores);
                case MAX -> Arrays.stream(scores).max().getAsDouble();
            };
        }

        @Override
        public double reduce(double[] scores, int missing) {
            double reduced = reduce(scores);
            return kind == Kind.MAX && missing > 0 && reduced < 1 ? Double.NaN : reduced;
        }

        private static double median(double[] scores) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        private static double mode(double[] scores) {
            double best = scores[0];
            int most = 0;
            for (double candidate : scores) {
                int count = 0;
                for (double score : scores) {
                    count += Double.compare(score, candidate) == 0 ? 1 : 0;
                }
                if (count > most) {
                    most = count;
                    best = candidate;
                }
            }
            return best;
        }
    }

    /// 1 if at least `k` scores are 1 or more, 0 if fewer are and those that are missing cannot make up for
    /// them, else NaN.
    ///
    /// @param k at least 1
    record AtLeast(int k) implements EpochReducer {
        public AtLeast {
            requirePositive(k);
        }

        @Override
        public String name() {
            return "at_least_" + k;
        }

        @Override
        public int leastEpochs() {
            return k;
        }

        @Override
        public double reduce(double[] scores) {
            return reduce(scores, 0);
        }

        @Override
        public double reduce(double[] scores, int missing) {
            int correct = correct(scores);
            if (scores.length == 0 || correct < k && correct + missing >= k) {
                return Double.NaN;
            }
            return correct >= k ? 1 : 0;
        }
    }

    /// The unbiased estimate of the chance that one of `k` answers is right: with n scores of which c are 1 or
    /// more, 1 - C(n - c, k) / C(n, k). NaN for fewer than `k` scores. Source: Chen and others 2021, "Evaluating
    /// Large Language Models Trained on Code", equation 1.
    ///
    /// @param k at least 1
    record PassAt(int k) implements EpochReducer {
        public PassAt {
            requirePositive(k);
        }

        @Override
        public String name() {
            return "pass_at_" + k;
        }

        @Override
        public int leastEpochs() {
            return k;
        }

        @Override
        public double reduce(double[] scores) {
            int n = scores.length;
            if (n < k) {
                return Double.NaN;
            }
            int wrong = n - correct(scores);
            if (wrong < k) {
                return 1;
            }
            double allWrong = 1;
            for (int i = wrong + 1; i <= n; i++) {
                allWrong *= 1 - (double) k / i;
            }
            return 1 - allWrong;
        }
    }

    private static int correct(double[] scores) {
        return (int) Arrays.stream(scores).filter(score -> score >= 1).count();
    }

    private static void requirePositive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, but is " + k);
        }
    }
}
