package dev.assay.core.journal;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// A journal that lives and dies with the process: for tests and for runs that nobody needs to keep.
/// It keeps every promise of {@link RunJournal} but durability.
public final class InMemoryRunJournal implements RunJournal {

    private final Map<String, SampleRecord> records = new LinkedHashMap<>();
    private final Map<String, String> facts = new TreeMap<>();
    private Optional<RunHeader> header = Optional.empty();
    private boolean closed;

    /// A new, empty journal.
    public InMemoryRunJournal() {}

    @Override
    public synchronized void begin(RunHeader newHeader) {
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
    public synchronized Optional<RunHeader> header() {
        requireOpen();
        return header;
    }

    @Override
    public synchronized void append(SampleRecord record) {
        requireOpen();
        if (records.putIfAbsent(record.key(), record) != null) {
            throw new JournalException(
                    JournalException.Kind.DUPLICATE,
                    "The journal already holds a sample '" + record.key() + "': each key is written once.");
        }
    }

    @Override
    public synchronized Optional<SampleRecord> find(String key) {
        requireOpen();
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public synchronized List<SampleRecord> records(String claim) {
        requireOpen();
        return records.values().stream()
                .filter(record -> record.claim().equals(claim))
                .sorted(Comparator.comparing(SampleRecord::stage).thenComparingInt(SampleRecord::index))
                .toList();
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
