package dev.assay.core.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The truth of a run. A sample that {@link #append} returned from survives kill -9; nothing else counts.
/// Safe for use by many threads at once. One process at a time holds a journal.
///
/// The contract is checked by `dev.assay.core.contract.RunJournalContract` in core's test jar.
public interface RunJournal extends AutoCloseable {

    /// Writes the header of a new run.
    ///
    /// @throws JournalException if the journal has a header already, or cannot be written
    void begin(RunHeader header);

    /// The header, or empty in a new journal.
    ///
    /// @throws JournalException if the journal cannot be read
    Optional<RunHeader> header();

    /// Makes a sample durable, then returns. A second record with the same key is an error of the caller.
    ///
    /// @throws JournalException if it could not be made durable (disk full, file gone) or the key is there already
    void append(SampleRecord record);

    /// The record with that key, if there is one.
    Optional<SampleRecord> find(String key);

    /// All records of a claim, by stage and index.
    List<SampleRecord> records(String claim);

    /// Facts of the run beside its samples, such as `finished` or `command.resume.1`; a later value replaces an
    /// earlier.
    void putFact(String name, String value);

    /// All facts by name.
    Map<String, String> facts();

    /// Closes the journal and lets another process open it.
    @Override
    void close();
}
