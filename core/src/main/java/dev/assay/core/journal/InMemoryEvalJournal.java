package dev.assay.core.journal;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A journal that lives and dies with the process: for tests and for runs that nobody needs to keep.
/// It keeps every promise of {@link EvalJournal} but durability and flat memory.
public final class InMemoryEvalJournal implements EvalJournal {

    private final TreeMap<SampleKey, EvalSample> samples = new TreeMap<>();
    private final Map<SampleKey, List<Map<String, Score>>> histories = new HashMap<>();
    private final Map<String, String> facts = new TreeMap<>();
    private Optional<EvalHeader> header = Optional.empty();
    private boolean closed;

    /// A new, empty journal.
    public InMemoryEvalJournal() {}

    @Override
    public synchronized void begin(EvalHeader newHeader) {
        requireOpen();
        Objects.requireNonNull(newHeader, "header");
        header.ifPresent(present -> {
            throw new JournalException(
                    JournalException.Kind.DUPLICATE,
                    "This journal already holds the run '" + present.runId() + "': open a new one for another run.");
        });
        header = Optional.of(newHeader);
    }

    @Override
    public synchronized Optional<EvalHeader> header() {
        requireOpen();
        return header;
    }

    @Override
    public synchronized void append(SampleKey key, EvalSample sample) {
        requireOpen();
        key.requireEpochOf(sample);
        if (samples.putIfAbsent(key, sample) != null) {
            throw new JournalException(
                    JournalException.Kind.DUPLICATE,
                    "The journal already holds " + key.words() + ": each key is written once.");
        }
    }

    @Override
    public synchronized void rescore(SampleKey key, Map<String, Score> scores) {
        requireOpen();
        EvalSample sample = samples.get(key);
        if (sample == null) {
            throw new JournalException(
                    JournalException.Kind.NOT_FOUND,
                    "The journal holds no " + key.words() + ": only what is there can be graded again.");
        }
        samples.put(key, sample.withScores(scores));
        histories.computeIfAbsent(key, each -> new ArrayList<>()).add(sample.scores());
    }

    @Override
    public void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each) {
        List<Map<String, Score>> history;
        synchronized (this) {
            requireOpen();
            history = List.copyOf(histories.getOrDefault(key, List.of()));
        }
        history.forEach(each);
    }

    @Override
    public void forEachSample(Consumer<EvalSample> each) {
        last().values().forEach(each);
    }

    @Override
    public void forEachRow(Consumer<EvalRow> each) {
        List<EvalRow> rows = new ArrayList<>();
        synchronized (this) {
            last().forEach((key, sample) -> rows.add(EvalRow.of(
                    key, sample, histories.getOrDefault(key, List.of()).size())));
        }
        rows.forEach(each);
    }

    /// The last attempts as they are now, in order: what a caller does meanwhile changes nothing of it.
    private synchronized Map<SampleKey, EvalSample> last() {
        requireOpen();
        Map<SampleKey, EvalSample> last = new LinkedHashMap<>();
        samples.forEach((key, sample) -> {
            SampleKey after = samples.higherKey(key);
            if (after == null || after.position() != key.position() || after.epoch() != key.epoch()) {
                last.put(key, sample);
            }
        });
        return last;
    }

    @Override
    public synchronized Optional<EvalSample> find(SampleKey key) {
        requireOpen();
        return Optional.ofNullable(samples.get(key));
    }

    @Override
    public synchronized void putFact(String name, String value) {
        requireOpen();
        facts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    }

    @Override
    public synchronized Map<String, String> facts() {
        requireOpen();
        return Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The journal is closed.");
        }
    }
}
