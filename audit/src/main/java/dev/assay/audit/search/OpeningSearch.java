package dev.assay.audit.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Search by {@link OpeningScore}: as many tags of the pool as two thirds of the calls allow, each in one way of
/// asking; then changes to the best; then the best in more and more ways, a quarter of them each time
/// (successive halving: Jamieson and Talwalkar 2016), by the mean probability itself, which is the rate that a
/// confirmation would meet: one that is certain beside a few requests goes before one that is unlikely beside all.
final class OpeningSearch {

    private static final int ELITE = 8;
    private static final int GENERATION = 32;
    private static final int LAST = 16;

    private final Setting setting;
    private final TagPool pool;
    private final OpeningScore score;
    private final CallMeter meter;
    private final SplittableRandom random;
    private final Map<String, List<Double>> gains = new HashMap<>();
    private final Map<String, List<Double>> chances = new HashMap<>();

    OpeningSearch(Setting setting, TagPool pool, OpeningScore score, CallMeter meter, long seed) {
        this.setting = setting;
        this.pool = pool;
        this.score = score;
        this.meter = meter;
        this.random = new SplittableRandom(seed);
    }

    /// @param ranked the tags to begin with, the likeliest first
    List<String> run(List<String> ranked, int proposals) {
        int spread = meter.left() * 2 / 3;
        for (String tag : ranked) {
            if (spread < score.calls() || !score.isPaid()) {
                break;
            }
            spread -= score.calls();
            take(tag);
        }
        int changes = meter.left() / 2;
        List<String> elite = List.of();
        for (int made = 0; changes >= score.calls() && score.isPaid(); made++) {
            changes -= score.calls();
            elite = made % GENERATION == 0 ? best(ELITE) : elite;
            String changed = pool.changed(elite.isEmpty() ? "" : TagPool.pick(elite, random), random);
            if (!meter.hasTried(changed)) {
                take(changed);
            }
        }
        return refined(proposals);
    }

    /// Takes in what another search has scored.
    void know(String tag, double gain) {
        gains.computeIfAbsent(tag, _ -> new ArrayList<>()).add(gain);
    }

    private void take(String tag) {
        know(tag, score.gain(tag, Math.floorMod(tag.hashCode(), setting.ways())));
    }

    /// The best of what is scored, after more ways of asking for ever fewer of them.
    List<String> refined(int proposals) {
        int kept = Math.max(LAST, gains.size() / 16);
        while (score.isPaid()) {
            List<String> best = best(kept);
            if (best.isEmpty()) {
                return List.of();
            }
            int each = Math.max(1, meter.left() / (2 * score.calls() * best.size()));
            int more = Math.min(each, setting.ways());
            for (String tag : best) {
                for (int i = 0; i < more && score.isPaid(); i++) {
                    chances.computeIfAbsent(tag, _ -> new ArrayList<>())
                            .add(score.chance(tag, random.nextInt(setting.ways())));
                }
            }
            if (kept <= proposals) {
                break;
            }
            kept = Math.max(proposals, kept / 4);
        }
        return best(proposals);
    }

    private record Ranked(String tag, double chance, double gain) {}

    private List<String> best(int count) {
        return gains.entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), chance(entry.getKey()), mean(entry.getValue())))
                .sorted(Comparator.comparingDouble((Ranked ranked) -> -ranked.chance())
                        .thenComparingDouble(ranked -> -ranked.gain())
                        .thenComparing(Ranked::tag))
                .limit(count)
                .map(Ranked::tag)
                .toList();
    }

    private double chance(String tag) {
        List<Double> known = chances.get(tag);
        return known == null ? 0 : mean(known);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NEGATIVE_INFINITY);
    }
}
