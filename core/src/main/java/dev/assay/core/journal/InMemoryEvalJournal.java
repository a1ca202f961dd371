package dev.assay.core.journal;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// A journal that lives and dies with the process.
public final class InMemoryEvalJournal implements EvalJournal {

    private final ConcurrentSkipListMap<SampleKey, EvalSample> samples = new ConcurrentSkipListMap<>();
    private final Map<String, String> facts = new TreeMap<>();
    private Optional<EvalHeader> header = Optional.empty();

    /// A new, empty journal.
    public InMemoryEvalJournal() {}

    @Override
    public synchronized void begin(EvalHeader value) {
        header = Optional.of(value);
    }

    @Override
    public synchronized Optional<EvalHeader> header() {
        return header;
    }

    @Override
    public void append(SampleKey key, EvalSample sample) {
        if (samples.putIfAbsent(key, sample) != null) {
            throw new JournalException(JournalException.Kind.DUPLICATE, "The journal already holds " + key + ".");
        }
    }

    @Override
    public void rescore(SampleKey key, Map<String, Score> scores) {
        samples.computeIfPresent(key, (_, sample) -> sample.withScores(scores));
    }

    @Override
    public void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each) {}

    @Override
    public void forEachSample(Consumer<EvalSample> each) {
        samples.forEach((key, sample) -> {
            if (isLast(key)) {
                each.accept(sample);
            }
        });
    }

    @Override
    public void forEachRow(Consumer<EvalRow> each) {
        samples.forEach((key, sample) -> {
            if (isLast(key)) {
                Map<String, Double> values = new HashMap<>();
                sample.scores().forEach((name, score) -> values.put(name, score.value()));
                each.accept(new EvalRow(
                        key,
                        sample.id(),
                        sample.error().isPresent(),
                        values,
                        sample.modelUsage(),
                        sample.totalTime().toNanos() / 1e9));
            }
        });
    }

    private boolean isLast(SampleKey key) {
        SampleKey next = samples.higherKey(key);
        return next == null || next.position() != key.position() || next.epoch() != key.epoch();
    }

    @Override
    public Optional<EvalSample> find(SampleKey key) {
        return Optional.ofNullable(samples.get(key));
    }

    @Override
    public synchronized void putFact(String name, String value) {
        facts.put(name, value);
    }

    @Override
    public synchronized Map<String, String> facts() {
        return Map.copyOf(facts);
    }

    @Override
    public void close() {}
}
