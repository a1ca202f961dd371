package dev.assay.store.inspect;

import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.store.archive.MemberSpool;
import dev.assay.store.archive.ZipWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Writes a run as an `.eval` log that Inspect's tools open: its header, each sample with messages, events,
/// scores and attachments, summaries, the reductions over epochs. A million samples need the memory of one.
/// The log appears under its name when {@link #finish} returns; before, and after a crash, there is only a
/// file that ends in `.part`. The same run gives the same bytes.
///
/// Samples come in the dataset's order, the epochs of one after the other. Not safe for many threads.
public final class InspectLogWriter implements AutoCloseable {

    private final Path target;
    private final EvalHeader header;
    private final HeaderWriter headerWriter;
    private final SampleWriter samples;
    private final ZipWriter archive;
    private final MemberSpool summaries;
    private final ReductionWriter reductions;
    private final Map<String, ModelUsage> usage = new LinkedHashMap<>();
    private Instant completed;
    private boolean any;

    private InspectLogWriter(Path target, EvalHeader header) throws IOException {
        this.target = target;
        this.header = header;
        this.headerWriter = new HeaderWriter(header);
        this.samples = new SampleWriter(header.eval(), header.plan());
        this.completed = header.eval().created();
        this.archive = ZipWriter.create(target);
        this.summaries = archive.spool();
        this.reductions = new ReductionWriter(header.eval(), target);
        member("_journal/start.json", headerWriter.start());
    }

    /// Starts a log.
    ///
    /// @throws LogException if the folder cannot be written
    public static InspectLogWriter open(Path target, EvalHeader header) {
        try {
            return new InspectLogWriter(target, header);
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    /// Writes a whole run from its journal, with what the journal says by itself: the counts, and accuracy and
    /// standard error of each scorer.
    ///
    /// @throws LogException if the journal has no header, or the log cannot be written
    public static void write(EvalJournal journal, Path target) {
        write(journal, target, JournalOutcome.of(journal));
    }

    /// Writes a whole run from its journal.
    ///
    /// @throws LogException if the journal has no header, or the log cannot be written
    public static void write(EvalJournal journal, Path target, LogOutcome outcome) {
        EvalHeader header = journal.header()
                .orElseThrow(() -> new LogException("the run has no header yet: there is nothing to write."));
        try (InspectLogWriter writer = open(target, CurrentScorers.header(journal, header))) {
            journal.forEachSample(writer::append);
            writer.finish(outcome);
        }
    }

    /// The name that Inspect gives to the log of such a run: time, task and task id.
    public static String fileName(EvalHeader header) {
        return clean(Times.writeSeconds(header.eval().created())) + "_"
                + clean(header.eval().task()) + "_" + new HeaderWriter(header).taskId() + ".eval";
    }

    /// As Inspect cleans names, and further what a folder could not hold or a shell would mind.
    private static String clean(String component) {
        String clean = component.replaceAll("[^A-Za-z0-9.\\-]", "-");
        return clean.startsWith(".") ? "-" + clean.substring(1) : clean.substring(0, Math.min(clean.length(), 100));
    }

    /// Adds a finished sample.
    ///
    /// @throws LogException if it cannot be written
    public void append(EvalSample sample) {
        try {
            member(SampleName.written(sample.id(), sample.epoch()).member(), samples.sample(sample));
            byte[] summary = JsonBuffer.bytes(samples.summary(sample));
            summaries.write(any ? ',' : '[');
            summaries.write(summary);
            reductions.add(sample);
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
        any = true;
        if (sample.modelUsage().totalTokens() > 0) {
            usage.merge(header.eval().model(), sample.modelUsage(), ModelUsage::plus);
        }
        Instant end = sample.startedAt().plus(sample.totalTime());
        completed = end.isAfter(completed) ? end : completed;
    }

    /// Ends the log, makes it durable and gives it its name.
    ///
    /// @throws LogException if it cannot be written
    public void finish(LogOutcome outcome) {
        try {
            JsonBuffer.write(summaries, any ? "]" : "[]");
            archive.write("summaries.json", summaries);
            reductions.write(archive);
            member("header.json", headerWriter.header(outcome, completed, usage));
            archive.finish();
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    /// Removes what is not finished.
    @Override
    public void close() {
        try {
            reductions.close();
            archive.close();
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    private void member(String name, ObjectNode json) throws IOException {
        byte[] bytes = JsonBuffer.bytes(json);
        archive.write(name, bytes, bytes.length);
    }

    private static LogException cannotWrite(Path target, IOException failure) {
        return new LogException(
                "cannot write log '" + target + "': " + failure.getMessage()
                        + ". Name a folder that you may write to, on a disk with room.",
                failure);
    }
}
