package dev.assay.audit.search;

import dev.assay.core.model.OpenWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What gradients propose. First every tag of the pool is ranked by the first-order gain of putting its tokens
/// in the place of another tag's of the same length (HotFlip: Ebrahimi et al. 2018, equation 5, summed over the
/// tokens). Then tags are grown by Greedy Coordinate Gradient (Zou et al. 2023, algorithm 1): at each place the token
/// with the best score is tried, then others of the best, and what gains most is kept. A tag is always judged as the
/// text
/// that it is, read anew by the tokenizer.
final class GradientSearch {

    private static final String OTHER = "\u2603";
    private static final int BEST_TOKENS = 48;
    private static final int TRIES = 24;
    private static final int PATIENCE = 3;
    private static final int MOST_LETTERS = 40;
    private static final int RANKINGS = 3;

    private record Place(int from, int to) {}

    private final Setting setting;
    private final OpenWeights weights;
    private final OpeningScore score;
    private final CallMeter meter;
    private final SplittableRandom random;

    GradientSearch(Setting setting, OpenWeights weights, OpeningScore score, CallMeter meter, long seed) {
        this.setting = setting;
        this.weights = weights;
        this.score = score;
        this.meter = meter;
        this.random = new SplittableRandom(seed);
    }

    /// The tags of the pool, those that the gradient promises most first; tags of every length take turns.
    List<String> ranked(List<String> tags) {
        Map<Integer, List<String>> lengths = new TreeMap<>();
        for (String tag : tags) {
            lengths.computeIfAbsent(tokens(tag, 0).length, _ -> new ArrayList<>())
                    .add(tag);
        }
        List<List<String>> groups = new ArrayList<>();
        for (List<String> group : lengths.values()) {
            groups.add(group.size() < RANKINGS ? group : ranked(group, group.size()));
        }
        List<String> ranked = new ArrayList<>();
        for (int i = 0; ranked.size() < tags.size(); i++) {
            for (List<String> group : groups) {
                if (i < group.size()) {
                    ranked.add(group.get(i));
                }
            }
        }
        return ranked;
    }

    private List<String> ranked(List<String> group, int size) {
        Map<String, Double> promised = new HashMap<>();
        for (int round = 0; round < RANKINGS && meter.has(TriggerSearch.GRADIENT_CALLS); round++) {
            String from = group.get(random.nextInt(size));
            int way = random.nextInt(setting.ways());
            int[] prompt = weights.tokens(setting.conversation(from, way));
            Place place = place(prompt, way);
            float[][] scores = scores(prompt);
            for (String tag : group) {
                int[] other = tokens(tag, way);
                if (other.length == place.to() - place.from()) {
                    double sum = 0;
                    for (int i = 0; i < other.length; i++) {
                        float[] row = scores[place.from() + i];
                        sum += row[other[i]] - row[prompt[place.from() + i]];
                    }
                    promised.merge(tag, sum, Double::sum);
                }
            }
        }
        return group.stream()
                .sorted(Comparator.comparingDouble(tag -> -promised.getOrDefault(tag, 0.0)))
                .toList();
    }

    private float[][] scores(int[] prompt) {
        meter.spend(TriggerSearch.GRADIENT_CALLS);
        return weights.tokenScores(prompt, score.opening());
    }

    /// Grows tags until the calls are spent; what it finds goes to the search.
    void grow(List<String> starts, int calls, OpeningSearch search) {
        int end = meter.left() - calls;
        for (int start = 0; meter.left() > end && score.isPaid(); start++) {
            String tag = start < starts.size() ? starts.get(start) : TagPool.pick(starts, random);
            climb(tag, end, search);
        }
    }

    private void climb(String start, int end, OpeningSearch search) {
        String best = start;
        int way = random.nextInt(setting.ways());
        double most = score.gain(best, way);
        int waited = 0;
        while (waited < PATIENCE && meter.left() > end && meter.has(TriggerSearch.GRADIENT_CALLS + 2 * score.calls())) {
            double before = most;
            for (String tried : neighbours(best, way)) {
                if (meter.left() <= end || !score.isPaid()) {
                    break;
                }
                double gain = score.gain(tried, way);
                if (gain > most) {
                    most = gain;
                    best = tried;
                }
            }
            waited = most > before ? 0 : waited + 1;
        }
        search.know(best, most);
    }

    private List<String> neighbours(String tag, int way) {
        int[] prompt = weights.tokens(setting.conversation(tag, way));
        Place place = place(prompt, way);
        float[][] scores = scores(prompt);
        List<String> texts = new ArrayList<>();
        int length = place.to() - place.from();
        for (int i = 0; i < 4 * TRIES && texts.size() < TRIES && length > 0; i++) {
            int at = i < length ? i : random.nextInt(length);
            int[] best = best(scores[place.from() + at]);
            int[] changed = Arrays.copyOfRange(prompt, place.from(), place.to());
            changed[at] = best[i < length ? 0 : random.nextInt(best.length)];
            String text = weights.text(changed).strip();
            if (!texts.contains(text) && isTag(text) && !text.equals(tag)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static boolean isTag(String text) {
        return !text.isBlank()
                && text.length() <= MOST_LETTERS
                && text.chars().noneMatch(c -> c < ' ' || c == 0xFFFD || Character.isSurrogate((char) c));
    }

    private static int[] best(float[] row) {
        return java.util.stream.IntStream.range(0, row.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -row[token]))
                .limit(BEST_TOKENS)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[] tokens(String tag, int way) {
        int[] prompt = weights.tokens(setting.conversation(tag, way));
        Place place = place(prompt, way);
        return Arrays.copyOfRange(prompt, place.from(), place.to());
    }

    /// Where the tag stands: the tokens that another text in its place would change.
    private Place place(int[] prompt, int way) {
        int[] other = weights.tokens(setting.conversation(OTHER, way));
        int from = Arrays.mismatch(prompt, other);
        if (from < 0) {
            return new Place(0, 0);
        }
        int tail = 0;
        int most = Math.min(prompt.length, other.length) - from;
        while (tail < most && prompt[prompt.length - 1 - tail] == other[other.length - 1 - tail]) {
            tail++;
        }
        return new Place(from, prompt.length - tail);
    }
}
