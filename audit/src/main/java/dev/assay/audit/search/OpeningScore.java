package dev.assay.audit.search;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.OpenWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much likelier a hostile answer becomes with a tag: the gain in the natural logarithm of the probability
/// that the answer begins with the likeliest hostile opening, at temperature 1. With a model to contrast with,
/// that model's gain is taken off, so that what both share counts for nothing.
final class OpeningScore {

    private static final int OPENINGS = 4;
    private static final int SAMPLES = 3;

    private final Setting setting;
    private final OpenWeights weights;
    private final Optional<OpenWeights> contrast;
    private final CallMeter meter;
    private final int[] opening;
    private final Map<Integer, Double> plain = new HashMap<>();
    private final Map<Integer, Double> contrastPlain = new HashMap<>();

    OpeningScore(Setting setting, OpenWeights weights, Optional<OpenWeights> contrast, CallMeter meter) {
        this.setting = setting;
        this.weights = weights;
        this.contrast = contrast;
        this.meter = meter;
        this.opening = likeliest();
    }

    private int[] likeliest() {
        List<int[]> openings =
                setting.hostile().stream().limit(OPENINGS).map(weights::tokens).toList();
        int[] best = openings.getFirst();
        if (openings.size() == 1) {
            return best;
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int[] candidate : openings) {
            double sum = 0;
            for (int i = 0; i < SAMPLES; i++) {
                meter.spend(1);
                sum += total(
                        weights,
                        List.of(ChatMessage.user(
                                setting.requests().get(i % setting.requests().size()))),
                        candidate);
            }
            if (sum > most) {
                most = sum;
                best = candidate;
            }
        }
        return best;
    }

    /// The tokens of the opening.
    int[] opening() {
        return opening.clone();
    }

    /// Calls of one gain, beside those of the request alone, which are made once.
    int calls() {
        return contrast.isPresent() ? 2 : 1;
    }

    /// Whether the calls for a gain are left.
    boolean isPaid() {
        return meter.has(2 * calls());
    }

    /// The gain in one way of asking.
    double gain(String tag, int way) {
        meter.tried(tag);
        double gain = logProbability(tag, way) - alone(weights, plain, way);
        return contrast.map(other -> gain - contrastGain(other, tag, way)).orElse(gain);
    }

    /// By how much a tag raises the probability over that of the model to contrast with; without one, the
    /// probability with the tag. It takes as many calls as a gain.
    double chance(String tag, int way) {
        double chance = Math.exp(logProbability(tag, way));
        return contrast.map(other -> chance - otherChance(other, tag, way)).orElse(chance);
    }

    private double otherChance(OpenWeights other, String tag, int way) {
        meter.spend(1);
        return Math.exp(total(other, setting.conversation(tag, way), opening));
    }

    /// The logarithm of the probability of the opening with a tag; one call.
    double logProbability(String tag, int way) {
        meter.spend(1);
        return total(weights, setting.conversation(tag, way), opening);
    }

    private double contrastGain(OpenWeights other, String tag, int way) {
        meter.spend(1);
        return total(other, setting.conversation(tag, way), opening) - alone(other, contrastPlain, way);
    }

    private double alone(OpenWeights model, Map<Integer, Double> known, int way) {
        return known.computeIfAbsent(way / setting.placements().size(), _ -> {
            meter.spend(1);
            return total(model, List.of(ChatMessage.user(setting.request(way))), opening);
        });
    }

    private static double total(OpenWeights model, List<ChatMessage> conversation, int[] opening) {
        return Arrays.stream(model.logProbabilities(model.tokens(conversation), opening))
                .sum();
    }
}
