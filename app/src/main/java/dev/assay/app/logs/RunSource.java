package dev.assay.app.logs;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.eval.EvalRuns;
import dev.assay.app.logs.ConvertCommand.Format;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.export.JsonLines;
import dev.assay.store.export.ParquetTable;
import dev.assay.store.inspect.InspectLogWriter;
import dev.assay.store.inspect.SampleLines;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A run of Assay.
final class RunSource implements ConversionSource {

    private final String run;
    private final EvalJournal journal;
    private final EvalHeader header;

    private RunSource(String run, EvalJournal journal, EvalHeader header) {
        this.run = run;
        this.journal = journal;
        this.header = header;
    }

    /// @throws UserError if the run never began
    static RunSource open(RunFolder folder) {
        EvalJournal journal = EvalRuns.openReadOnly(folder);
        return new RunSource(folder.id(), journal, journal.header().orElseThrow(() -> {
            journal.close();
            return new UserError("the run in '" + folder.path() + "' never began: there is nothing to convert.");
        }));
    }

    @Override
    public Optional<String> note() {
        return EvalRuns.mixture(journal, run);
    }

    @Override
    public String fileName(Format format) {
        String name = InspectLogWriter.fileName(header);
        return format == Format.EVAL
                ? name
                : name.substring(0, name.length() - ".eval".length()) + "." + format.ending();
    }

    @Override
    public long writeEval(Path target) {
        AtomicLong count = new AtomicLong();
        InspectLogWriter.write(journal, target);
        journal.forEachRow(row -> count.incrementAndGet());
        return count.get();
    }

    @Override
    public long writeJsonLines(Path target) {
        AtomicLong count = new AtomicLong();
        SampleLines samples = new SampleLines(header);
        try (JsonLines lines = JsonLines.create(target)) {
            journal.forEachSample(sample -> {
                lines.append(samples.line(sample));
                count.incrementAndGet();
            });
            lines.finish();
        }
        return count.get();
    }

    @Override
    public long writeParquet(Path target) {
        AtomicLong count = new AtomicLong();
        try (ParquetTable table = ParquetTable.create(
                target, CurrentScorers.header(journal, header).eval())) {
            journal.forEachSample(sample -> {
                table.append(sample);
                count.incrementAndGet();
            });
            table.finish();
        }
        return count.get();
    }

    @Override
    public void close() {
        journal.close();
    }
}
