package dev.assay.core.claim;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Nodes and weights of Gauss-Legendre quadrature: roots of the Legendre polynomial by Newton's method.
///
/// @param nodes where to evaluate, rising
/// @param weights what each value counts
record Quadrature(double[] nodes, double[] weights) {
    private static final Map<Integer, Quadrature> UNIT = new ConcurrentHashMap<>();

    /// The rule with that many nodes on [from, to]; the roots on [-1, 1] are kept, since a claim uses 200
    /// and 400.
    static Quadrature gaussLegendre(int count, double from, double to) {
        Quadrature unit = UNIT.computeIfAbsent(count, Quadrature::onUnit);
        double middle = (from + to) / 2;
        double half = (to - from) / 2;
        double[] nodes = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = middle + half * unit.nodes[i];
            weights[i] = half * unit.weights[i];
        }
        return new Quadrature(nodes, weights);
    }

    private static Quadrature onUnit(int count) {
        double[] nodes = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < (count + 1) / 2; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            double step = 1;
            for (int tries = 0; tries < 100 && Math.abs(step) > 1e-16; tries++) {
                double current = 1;
                double before = 0;
                for (int k = 1; k <= count; k++) {
                    double next = ((2 * k - 1) * x * current - (k - 1) * before) / k;
                    before = current;
                    current = next;
                }
                slope = count * (x * current - before) / (x * x - 1);
                step = current / slope;
                x -= step;
            }
            nodes[i] = -x;
            nodes[count - 1 - i] = x;
            weights[i] = 2 / ((1 - x * x) * slope * slope);
            weights[count - 1 - i] = weights[i];
        }
        return new Quadrature(nodes, weights);
    }
}
