package dev.assay.app.logs;

import dev.assay.app.UserError;
import dev.assay.app.logs.ConvertCommand.Format;
import dev.assay.store.export.JsonLines;
import dev.assay.store.export.ParquetTable;
import dev.assay.store.inspect.InspectLog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// A log of Inspect.
final class LogFileSource implements ConversionSource {

    private final Path file;
    private final InspectLog log;

    LogFileSource(Path file) {
        this.file = file;
        this.log = InspectLog.open(file);
    }

    @Override
    public String fileName(Format format) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + "." + format.ending();
    }

    @Override
    public long writeEval(Path target) {
        throw new UserError("'" + file
                + "' is a log of Inspect already: convert it to jsonl or parquet, or use 'inspect log" + " convert'.");
    }

    @Override
    public long writeJsonLines(Path target) {
        AtomicLong count = new AtomicLong();
        try (JsonLines lines = JsonLines.create(target)) {
            log.forEachSample(sample -> {
                lines.append(sample.line());
                count.incrementAndGet();
            });
            lines.finish();
        }
        return count.get();
    }

    @Override
    public long writeParquet(Path target) {
        AtomicLong count = new AtomicLong();
        try (ParquetTable table = ParquetTable.create(target, log.header().eval())) {
            log.forEachSample(sample -> {
                table.append(sample.toEvalSample().sample());
                count.incrementAndGet();
            });
            table.finish();
        }
        return count.get();
    }

    @Override
    public void close() {
        log.close();
    }
}
