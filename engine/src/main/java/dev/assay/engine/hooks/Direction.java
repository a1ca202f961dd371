package dev.assay.engine.hooks;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.SafetensorsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A direction at a site: a vector of 32-bit floats, with a label that says where it comes from. Immutable.
public final class Direction {

    /// Longest label, in characters.
    public static final int LONGEST_LABEL = 200;

    /// What is left of a unit vector that lies in the span of others, as far as 32-bit floats tell.
    private static final double NO_LENGTH = 1e-6;

    private static final String FORMAT = "assay-direction/1";
    private static final String TENSOR = "direction";

    private final String label;
    private final float[] values;

    private Direction(String label, float[] values) {
        if (label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A label is one line of at most %d characters".formatted(LONGEST_LABEL));
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("A direction has at least one number");
        }
        for (var value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("A direction holds finite numbers, not " + value);
            }
        }
        this.label = label;
        this.values = values;
    }

    /// A direction of these numbers, which are copied.
    ///
    /// @throws IllegalArgumentException if there is none, one is not finite, or the label is longer than
    ///     [#LONGEST_LABEL] or holds control characters
    public static Direction of(String label, float... values) {
        return new Direction(label, values.clone());
    }

    /// The difference of means: mean of `to` minus mean of `from`, over all captured rows of their one site.
    ///
    /// @throws IllegalArgumentException if they hold several sites, or not the same one
    public static Direction between(Activations from, Activations to) {
        var site = from.onlySite();
        if (!site.equals(to.onlySite())) {
            throw new IllegalArgumentException("A direction lies between activations of one site, not of %s and %s"
                    .formatted(site, to.onlySite()));
        }
        return between(from, to, site);
    }

    /// As the other, at one of several sites.
    ///
    /// @throws IllegalArgumentException if a side lacks the site
    public static Direction between(Activations from, Activations to, Site site) {
        var low = from.mean(site);
        var high = to.mean(site);
        var values = new float[high.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) (high[i] - low[i]);
        }
        return new Direction(
                "difference of means at %s, %d rows and %d"
                        .formatted(site, from.rows(site).size(), to.rows(site).size()),
                values);
    }

    /// Directions of length 1 at right angles to one another, with the span of these (Gram-Schmidt, twice
    /// over); those that lie in the span of the ones before are left out. Taking each out in turn takes out
    /// the span, which taking out directions that are not at right angles does not.
    ///
    /// @throws IllegalArgumentException if they are not of one size, or one has no length
    public static List<Direction> orthonormal(List<Direction> directions) {
        var basis = new ArrayList<double[]>();
        var result = new ArrayList<Direction>();
        for (var direction : directions) {
            directions.getFirst().requireSize(direction.size());
            var rest = direction.unit();
            for (var pass = 0; pass < 2; pass++) {
                for (var axis : basis) {
                    var along = 0.0;
                    for (var i = 0; i < rest.length; i++) {
                        along += rest[i] * axis[i];
                    }
                    for (var i = 0; i < rest.length; i++) {
                        rest[i] -= along * axis[i];
                    }
                }
            }
            var norm = Math.sqrt(Arrays.stream(rest).map(value -> value * value).sum());
            if (norm > NO_LENGTH) {
                var values = new float[rest.length];
                for (var i = 0; i < rest.length; i++) {
                    rest[i] /= norm;
                    values[i] = (float) rest[i];
                }
                basis.add(rest);
                result.add(basis.size() == 1 ? direction : new Direction(direction.label, values));
            }
        }
        return List.copyOf(result);
    }

    /// What says where it comes from.
    public String label() {
        return label;
    }

    /// How many numbers it has.
    public int size() {
        return values.length;
    }

    /// The numbers, copied.
    public float[] values() {
        return values.clone();
    }

    /// The Euclidean length.
    public double norm() {
        return Math.sqrt(dot(values, values));
    }

    /// The same direction of length 1.
    ///
    /// @throws IllegalArgumentException if all numbers are 0
    public Direction normalised() {
        var unit = unit();
        var scaled = new float[unit.length];
        for (var i = 0; i < scaled.length; i++) {
            scaled[i] = (float) unit[i];
        }
        return new Direction(label, scaled);
    }

    /// The numbers divided by the length, in 64-bit floats.
    ///
    /// @throws IllegalArgumentException if all numbers are 0
    public double[] unit() {
        var norm = norm();
        if (norm == 0) {
            throw new IllegalArgumentException("The direction '%s' has no length".formatted(label));
        }
        var unit = new double[values.length];
        for (var i = 0; i < unit.length; i++) {
            unit[i] = values[i] / norm;
        }
        return unit;
    }

    /// Each number times a factor.
    ///
    /// @throws IllegalArgumentException if a product is not finite
    public Direction times(double factor) {
        var scaled = new float[values.length];
        for (var i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return new Direction(label, scaled);
    }

    /// The cosine of the angle to another, in [-1, 1].
    ///
    /// @throws IllegalArgumentException if it has another size, or one of them has no length
    public double cosine(Direction other) {
        requireSize(other.size());
        var mine = unit();
        var theirs = other.unit();
        var sum = 0.0;
        for (var i = 0; i < mine.length; i++) {
            sum += mine[i] * theirs[i];
        }
        return Math.clamp(sum, -1, 1);
    }

    /// Matched controls: directions drawn evenly over the sphere, each as long as this one. The same seed gives the
    /// same.
    ///
    /// @param count how many, not negative
    public List<Direction> randomControls(int count, long seed) {
        var random = new SplittableRandom(seed);
        var norm = norm();
        var controls = new ArrayList<Direction>();
        for (var i = 0; i < count; i++) {
            var drawn = new double[values.length];
            Arrays.setAll(drawn, _ -> random.nextGaussian());
            var length = Math.sqrt(Arrays.stream(drawn).map(x -> x * x).sum());
            var numbers = new float[drawn.length];
            for (var j = 0; j < numbers.length; j++) {
                numbers[j] = (float) (drawn[j] / length * norm);
            }
            controls.add(new Direction("random control %d of seed %d".formatted(i, seed), numbers));
        }
        return List.copyOf(controls);
    }

    private void requireSize(int size) {
        if (values.length != size) {
            throw new IllegalArgumentException(
                    "The direction '%s' has %d numbers, the other %d".formatted(label, values.length, size));
        }
    }

    private static double dot(float[] x, float[] y) {
        var sum = 0.0;
        for (var i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    /// Writes a safetensors file with one tensor, `direction`; the file appears whole or not at all.
    ///
    /// @throws CheckpointException if it cannot be written
    public void save(Path file) {
        TensorFile.write(
                file,
                TensorFile.metadata(FORMAT, "label", label),
                List.of(TensorFile.Part.floats(TENSOR, List.of(values.length))),
                writer -> writer.floats(TENSOR, 0, values));
    }

    /// Reads what [#save] wrote, or any safetensors file with a vector named `direction`.
    ///
    /// @throws CheckpointException if the file is missing, damaged, or holds no such vector
    public static Direction load(Path file) {
        try (var reader = SafetensorsReader.open(file)) {
            return new Direction(reader.metadata().getOrDefault("label", ""), reader.floats(TENSOR));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("%s holds no direction: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Direction direction
                && label.equals(direction.label)
                && Arrays.equals(values, direction.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Direction[%s, %d numbers, length %s]".formatted(label, values.length, (float) norm());
    }
}
