package dev.assay.engine.decoder;

import dev.assay.engine.decoder.Generation.Alternative;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the next token is chosen from logits. Temperature comes first, then top-k, then top-p,
/// as in transformers, then min-p.
///
/// The random number of a draw is a function of the seed, the prompt and the number of tokens generated
/// so far, so that neither the batch nor the thread has any part in it, and two prompts under one seed do
/// not share their luck.
///
/// @param temperature 0 is greedy: the largest logit, of equal ones the lowest token
/// @param topK how many of the likeliest tokens are kept, with all that equal the last; 0 keeps all
/// @param topP the likeliest tokens are kept until their probabilities sum to this, in (0, 1]; 1 keeps all
/// @param seed any number; has no effect on greedy choice
/// @param logProbabilities whether the log-probabilities of the chosen tokens are kept
/// @param minP tokens less likely than this share of the likeliest are left out, in [0, 1]; 0 keeps all
/// @param alternatives how many of the likeliest tokens are told at each place, in [0, 20]; needs
///     `logProbabilities`
public record Sampling(
        double temperature, int topK, double topP, long seed, boolean logProbabilities, double minP, int alternatives) {

    /// The largest logit each time, without log-probabilities.
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, false);

    /// Most alternatives that are told at a place.
    public static final int MOST_ALTERNATIVES = 20;

    /// Without min-p and alternatives.
    public Sampling(double temperature, int topK, double topP, long seed, boolean logProbabilities) {
        this(temperature, topK, topP, seed, logProbabilities, 0, 0);
    }

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    /// @throws IllegalArgumentException if a value is out of its range
    public Sampling {
        if (!(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must not be negative, but is " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK must not be negative, but is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must be in (0, 1], but is " + topP);
        }
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("minP must be in [0, 1], but is " + minP);
        }
        if (alternatives < 0 || alternatives > MOST_ALTERNATIVES || alternatives > 0 && !logProbabilities) {
            throw new IllegalArgumentException("alternatives must be in [0, %d] and need logProbabilities, but are %d"
                    .formatted(MOST_ALTERNATIVES, alternatives));
        }
    }

    /// The seed of a prompt's own stream.
    long stream(int[] prompt, int length) {
        var state = mix(seed + GAMMA);
        for (var i = 0; i < length; i++) {
            state = mix(state ^ (prompt[i] + GAMMA));
        }
        return state;
    }

    /// The token after `index` others of this stream. Writes over the logits.
    int choose(float[] logits, long stream, int index) {
        var best = largest(logits);
        if (temperature == 0) {
            return best;
        }
        var top = logits[best];
        var scale = (float) (1 / temperature);
        for (var i = 0; i < logits.length; i++) {
            // what must not be chosen weighs nothing; the exponential stops short of zero
            logits[i] = logits[i] == Float.NEGATIVE_INFINITY ? 0 : Functions.exp((logits[i] - top) * scale);
        }
        if (topK > 0 && topK < logits.length || topP < 1) {
            keepLikeliest(logits);
        }
        if (minP > 0) {
            for (var i = 0; i < logits.length; i++) {
                logits[i] = logits[i] < minP ? 0 : logits[i]; // the likeliest weighs one
            }
        }
        var sum = 0.0;
        for (var weight : logits) {
            sum += weight;
        }
        var left = (mix(stream + (index + 1) * GAMMA) >>> 11) * 0x1p-53 * sum;
        for (var i = 0; i < logits.length; i++) {
            left -= logits[i];
            if (left < 0) {
                return i;
            }
        }
        return best; // rounding left a rest
    }

    /// Sets the weights that top-k and top-p leave out to zero.
    private void keepLikeliest(float[] weights) {
        // weights are in [0, 1]: their bits sort as they do; of equal weights the lower token comes first
        var order = new long[weights.length];
        for (var i = 0; i < weights.length; i++) {
            order[i] = ((long) ~Float.floatToRawIntBits(weights[i]) << 32) | i;
        }
        Arrays.sort(order);
        var kept = order.length;
        if (topK > 0 && topK < kept) {
            var last = weights[(int) order[topK - 1]];
            kept = topK;
            while (kept < order.length && weights[(int) order[kept]] == last) {
                kept++;
            }
        }
        if (topP < 1) {
            var sum = 0.0;
            for (var i = 0; i < kept; i++) {
                sum += weights[(int) order[i]];
            }
            var wanted = topP * sum;
            var reached = 0.0;
            var i = 0;
            while (i < kept && (i == 0 || reached < wanted)) {
                reached += weights[(int) order[i++]];
            }
            kept = i;
        }
        for (var i = kept; i < order.length; i++) {
            weights[(int) order[i]] = 0;
        }
    }

    /// The index of the largest logit, of equal ones the lowest.
    ///
    /// @throws ArithmeticException if a logit is no number or none is finite
    static int largest(float[] logits) {
        var best = 0;
        for (var i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        if (!Float.isFinite(logits[best])) {
            throw new ArithmeticException("The model computed a logit of " + logits[best]);
        }
        return best;
    }

    /// The likeliest tokens with their natural logarithms of probability at temperature 1, best first; of
    /// equal ones the lower token comes first.
    List<Alternative> likeliest(float[] logits) {
        var best = new ArrayList<Integer>(alternatives + 1);
        for (var i = 0; i < logits.length; i++) {
            var at = best.size();
            while (at > 0 && logits[best.get(at - 1)] < logits[i]) {
                at--;
            }
            if (at < alternatives) {
                best.add(at, i);
                if (best.size() > alternatives) {
                    best.removeLast();
                }
            }
        }
        var top = logits[largest(logits)];
        var sum = 0.0;
        for (var logit : logits) {
            sum += Functions.exp(logit - top);
        }
        var rest = StrictMath.log(sum);
        return best.stream()
                .map(token -> new Alternative(token, Math.min(0, (double) logits[token] - top - rest)))
                .toList();
    }

    /// The natural logarithm of a token's probability at temperature 1.
    static double logProbability(float[] logits, int token) {
        var top = logits[largest(logits)];
        var sum = 0.0;
        for (var logit : logits) {
            sum += Functions.exp(logit - top);
        }
        return Math.min(0, (double) logits[token] - top - StrictMath.log(sum));
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static long mix(long value) {
        var z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
