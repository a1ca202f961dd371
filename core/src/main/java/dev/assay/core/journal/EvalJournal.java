package dev.assay.core.journal;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The truth of an evaluation. A sample that {@link #append} returned from survives kill -9; nothing else
/// counts.
/// Safe for use by many threads at once. One process at a time holds a journal for writing. What is read
/// comes one
/// sample at a time, so that a run of a million needs no more memory than a run of a thousand.
///
/// The contract is checked by `dev.assay.core.contract.EvalJournalContract` in core's test jar.
public interface EvalJournal extends AutoCloseable {

    /// Writes the header of a new run.
    ///
    /// @throws JournalException if the journal has a header already, or cannot be written
    void begin(EvalHeader header);

    /// The header, or empty in a new journal.
    ///
    /// @throws JournalException if the journal cannot be read
    Optional<EvalHeader> header();

    /// Makes a finished sample durable, then returns.
    ///
    /// @throws JournalException if it could not be made durable (disk full, server gone) or the key is
    ///     there already
    void append(SampleKey key, EvalSample sample);

    /// Replaces the grades of a sample, durably. The grades before stay in {@link #scoreHistory}.
    ///
    /// @throws JournalException if no such sample is there, or it could not be made durable
    void rescore(SampleKey key, Map<String, Score> scores);

    /// The grades that a sample had before it was graded again, oldest first, to `each`.
    void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each);

    /// Hands the last attempt at each sample, with its present grades, to `each`, by position and epoch.
    void forEachSample(Consumer<EvalSample> each);

    /// As {@link #forEachSample}, without conversations, and much quicker.
    void forEachRow(Consumer<EvalRow> each);

    /// The sample with that key, with its present grades, if there is one.
    Optional<EvalSample> find(SampleKey key);

    /// Facts of the run beside its samples, such as `finished` or `command.resume.1`; a later value
    /// replaces an
    /// earlier.
    void putFact(String name, String value);

    /// All facts by name.
    Map<String, String> facts();

    /// Closes the journal and lets another process open it.
    @Override
    void close();
}
