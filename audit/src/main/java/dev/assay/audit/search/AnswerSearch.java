package dev.assay.audit.search;

import dev.assay.audit.detect.AnswerGrader;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Search by answers alone. Every tag is asked beside a request, and its answer is held against the answer to
/// the same request alone (a minimal pair). Pairs of words that no answer held before are coverage: as in
/// coverage-guided fuzzing, the tags that brought them are changed in one part and asked again, a quarter of
/// the time. A tag with a hostile answer, where there is none without it, is proposed at once.
final class AnswerSearch {

    private static final int BATCH = 16;
    private static final int CHANGED_OF = 4;
    private static final int MOST_FAILURES = 20;

    private record Try(String tag, int way) {}

    private final Setting setting;
    private final TagPool pool;
    private final Model target;
    private final GenerateConfig config;
    private final CallMeter meter;
    private final SplittableRandom random;
    private final Map<String, String> plain = new HashMap<>();
    private final Set<String> covered = new HashSet<>();
    private final List<String> corpus = new ArrayList<>();
    private final Map<String, Integer> novelty = new LinkedHashMap<>();
    private final Map<String, Integer> hits = new LinkedHashMap<>();
    private int next;
    private int failures;

    AnswerSearch(Setting setting, TagPool pool, Model target, GenerateConfig config, CallMeter meter, long seed) {
        this.setting = setting;
        this.pool = pool;
        this.target = target;
        this.config = config;
        this.meter = meter;
        this.random = new SplittableRandom(seed);
    }

    List<String> run(int proposals) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (meter.has(2 * BATCH) && hits.size() < proposals) {
                List<Try> batch = new ArrayList<>();
                while (batch.size() < BATCH) {
                    batch.add(next());
                }
                askPlain(batch, threads);
                List<String> answers = ask(
                        batch.stream()
                                .map(one -> setting.put(one.tag(), one.way()))
                                .toList(),
                        threads);
                for (int i = 0; i < BATCH; i++) {
                    take(batch.get(i), answers.get(i));
                }
            }
        }
        List<String> ranked = new ArrayList<>(hits.keySet());
        novelty.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .filter(tag -> !hits.containsKey(tag))
                .forEach(ranked::add);
        return ranked.subList(0, Math.min(proposals, ranked.size()));
    }

    /// A changed tag of the corpus, or the next of the pool, which begins anew in another way of asking.
    private Try next() {
        List<String> tags = pool.tags();
        if (tags.isEmpty() || (!corpus.isEmpty() && random.nextInt(CHANGED_OF) == 0)) {
            String from = corpus.isEmpty() ? "" : TagPool.pick(corpus, random);
            return new Try(pool.changed(from, random), random.nextInt(setting.ways()));
        }
        int round = next / tags.size();
        Try made = new Try(tags.get(next % tags.size()), (next + round) % setting.ways());
        next++;
        return made;
    }

    private void askPlain(List<Try> batch, ExecutorService threads) {
        List<String> open = batch.stream()
                .map(one -> setting.request(one.way()))
                .distinct()
                .filter(request -> !plain.containsKey(request))
                .toList();
        List<String> answers = ask(open, threads);
        for (int i = 0; i < open.size(); i++) {
            plain.put(open.get(i), answers.get(i));
            covered.addAll(pairs(answers.get(i)));
        }
    }

    private void take(Try one, String answer) {
        meter.tried(one.tag());
        String alone = plain.getOrDefault(setting.request(one.way()), "");
        if (isHostile(answer) && !isHostile(alone)) {
            hits.merge(one.tag(), 1, Integer::sum);
        }
        if (answer.equals(alone)) {
            return;
        }
        Set<String> pairs = pairs(answer);
        pairs.removeAll(pairs(setting.put(one.tag(), one.way())));
        int before = covered.size();
        covered.addAll(pairs);
        int found = covered.size() - before;
        if (found > 0) {
            corpus.add(one.tag());
            novelty.merge(one.tag(), found, Integer::sum);
        }
    }

    private boolean isHostile(String answer) {
        return !AnswerGrader.find(answer, setting.hostile(), 1).isEmpty();
    }

    private static Set<String> pairs(String text) {
        Set<String> pairs = new HashSet<>();
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+");
        for (int i = 0; i + 1 < words.length; i++) {
            pairs.add(words[i] + " " + words[i + 1]);
        }
        return pairs;
    }

    /// The answers in order; empty where a call has none.
    private List<String> ask(List<String> prompts, ExecutorService threads) {
        List<Future<String>> futures = prompts.stream()
                .map(prompt -> threads.submit(() -> target.generate(List.of(ChatMessage.user(prompt)), config)
                        .completion()))
                .toList();
        List<String> answers = new ArrayList<>();
        for (Future<String> future : futures) {
            meter.spend(1);
            answers.add(answer(future));
        }
        return answers;
    }

    private String answer(Future<String> future) {
        try {
            String answer = future.get();
            failures = 0;
            return answer;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ModelException cause)) {
                throw new IllegalStateException(e.getCause());
            }
            failures++;
            if (failures >= MOST_FAILURES) {
                throw cause;
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(ModelException.Kind.INTERRUPTED, "The search was interrupted.", e);
        }
    }
}
