package dev.assay.telemetry;

import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An audit's journal that tells of each sample once it is durable.
final class ObservedJournal implements RunJournal {

    private final RunJournal journal;
    private final RunTelemetry run;

    ObservedJournal(RunJournal journal, RunTelemetry run) {
        this.journal = journal;
        this.run = run;
    }

    @Override
    public void append(SampleRecord record) {
        journal.append(record);
        run.finished(record);
    }

    @Override
    public void begin(RunHeader header) {
        journal.begin(header);
    }

    @Override
    public Optional<RunHeader> header() {
        return journal.header();
    }

    @Override
    public Optional<SampleRecord> find(String key) {
        return journal.find(key);
    }

    @Override
    public List<SampleRecord> records(String claim) {
        return journal.records(claim);
    }

    @Override
    public void putFact(String name, String value) {
        journal.putFact(name, value);
    }

    @Override
    public Map<String, String> facts() {
        return journal.facts();
    }

    @Override
    public void close() {
        journal.close();
    }
}
