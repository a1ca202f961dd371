package dev.assay.core.claim;

import java.util.Optional;

/// A rate claim on clusters: draws that share a goal are one cluster and enter as one number, their mean
/// in [0, 1]. The claim is on the mean over clusters. For one thread.
///
/// Each factor of the rate e-process becomes x q/p0 + (1-x)(1-q)/(1-p0), a valid bet for any x in [0, 1]
/// and the rate claim's own on 0 and 1; the mixture over q is integrated by Gauss-Legendre quadrature, 200
/// nodes for `pass` and 400 for `fail`. Futility has the same factor at its two points. Source:
/// `clusters.json`.
public final class ClusterTest {
    private static final int PASS_NODES = 200;
    private static final int FAIL_NODES = 400;

    private final RateRule rule;
    private final MixtureBet pass;
    private final MixtureBet fail;
    private final double good;
    private final double bad;
    private int clusters;
    private int errored;
    private double sum;
    private double logNotGood;
    private double logNotBad;
    private Optional<Verdict> verdict = Optional.empty();

    ClusterTest(RateRule rule) {
        this.rule = rule;
        pass = new MixtureBet(rule.passMixture(), rule.passBar(), 0, rule.passBar(), PASS_NODES);
        fail = new MixtureBet(rule.failMixture(), rule.failBar(), rule.failBar(), 1, FAIL_NODES);
        good = RateRule.GOOD * rule.passBar();
        bad = RateRule.BAD * rule.failBar();
    }

    /// Takes the mean of the next cluster in plan order; changes nothing after the verdict.
    ///
    /// @throws IllegalArgumentException if the mean is outside [0, 1]
    public void add(double mean) {
        if (!(mean >= 0 && mean <= 1)) {
            throw new IllegalArgumentException("Cluster mean " + mean + " is outside [0, 1].");
        }
        if (verdict.isEmpty()) {
            sum += mean;
            enter(mean, mean);
        }
    }

    /// Takes a cluster without any usable answer: 1 against `pass`, 0 against `fail`.
    public void addErrored() {
        if (verdict.isEmpty()) {
            errored++;
            enter(0, 1);
        }
    }

    private void enter(double best, double worst) {
        clusters++;
        pass.add(worst);
        fail.add(best);
        logNotGood += Math.log(factor(best, rule.passBar(), good));
        logNotBad = bad < 1 ? logNotBad + Math.log(factor(worst, rule.failBar(), bad)) : Double.NEGATIVE_INFINITY;
        double giveUp = -Math.log(rule.beta());
        if (!rule.failOnly() && pass.logE() >= rule.threshold()) {
            verdict = Optional.of(Verdict.PASS);
        } else if (fail.logE() >= rule.threshold()) {
            verdict = Optional.of(Verdict.FAIL);
        } else if (((rule.failOnly() || logNotGood >= giveUp) && logNotBad >= giveUp) || clusters >= rule.cap()) {
            verdict = Optional.of(Verdict.INCONCLUSIVE);
        }
    }

    private static double factor(double x, double bet, double bar) {
        return x * bet / bar + (1 - x) * (1 - bet) / (1 - bar);
    }

    /// The verdict; empty while more clusters are needed.
    public Optional<Verdict> verdict() {
        return verdict;
    }

    /// Clusters that entered, errored ones included.
    public int clusters() {
        return clusters;
    }

    /// Mean over the clusters that are not errored; NaN when there are none.
    public double mean() {
        return sum / (clusters - errored);
    }

    /// Natural log of the e-value for `pass`.
    public double logPass() {
        return pass.logE();
    }

    /// Natural log of the e-value for `fail`.
    public double logFail() {
        return fail.logE();
    }

    /// One e-process: the running product at each node of the quadrature.
    private static final class MixtureBet {
        private final double bar;
        private final double[] bets;
        private final double[] logs;
        private double logE;

        MixtureBet(BetaMixture mixture, double bar, double from, double to, int nodes) {
            this.bar = bar;
            Quadrature quadrature = Quadrature.gaussLegendre(nodes, from, to);
            bets = quadrature.nodes();
            logs = new double[nodes];
            for (int i = 0; i < nodes; i++) {
                logs[i] = Math.log(quadrature.weights()[i])
                        + (mixture.a() - 1) * Math.log(bets[i])
                        + (mixture.b() - 1) * Math.log1p(-bets[i]);
            }
            double whole = logSum();
            for (int i = 0; i < nodes; i++) {
                logs[i] -= whole;
            }
        }

        void add(double x) {
            for (int i = 0; i < bets.length; i++) {
                logs[i] += Math.log(factor(x, bets[i], bar));
            }
            logE = logSum();
        }

        double logE() {
            return logE;
        }

        private double logSum() {
            double most = Double.NEGATIVE_INFINITY;
            for (double log : logs) {
                most = Math.max(most, log);
            }
            double sum = 0;
            for (double log : logs) {
                sum += Math.exp(log - most);
            }
            return most + Math.log(sum);
        }
    }
}
