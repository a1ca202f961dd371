package dev.assay.store.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import blue.strategic.parquet.ParquetWriter;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.store.archive.PartFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/// A Parquet file with one row a sample: flat columns (see `SampleRow`), Snappy, one row group in memory at
/// a time. It appears under its name when {@link #finish} returns. Needs
/// `blue.strategic.parquet:parquet-floor`, which this room does not hand on. Not safe for many threads.
public final class ParquetTable implements AutoCloseable {

    private final EvalSpec eval;
    private final Path target;
    private final Path part;
    private final ParquetWriter<Map<String, Object>> writer;
    private boolean finished;

    private ParquetTable(EvalSpec eval, Path target, Path part) throws IOException {
        this.eval = eval;
        this.target = target;
        this.part = part;
        Map<String, SampleRow.Type> columns = SampleRow.columns(eval.scorers());
        this.writer = ParquetWriter.writeFile(schema(columns), part.toFile(), (row, values) -> {
            for (String column : columns.keySet()) {
                Object value = row.get(column);
                if (value != null) {
                    values.write(column, value);
                }
            }
        });
    }

    /// Starts a file that {@link #finish} moves to `target`, replacing what is there.
    ///
    /// @throws UncheckedIOException if the folder cannot be written
    public static ParquetTable create(Path target, EvalSpec eval) {
        try {
            Path part = PartFiles.beside(target);
            Files.delete(part); // the library makes the file itself
            return new ParquetTable(eval, target, part);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Adds a sample.
    ///
    /// @throws UncheckedIOException if the file cannot be written
    public void append(EvalSample sample) {
        try {
            writer.write(SampleRow.of(eval, sample));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends the file and gives it its name.
    ///
    /// @throws UncheckedIOException if the file cannot be written
    public void finish() {
        try {
            writer.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Removes what is not finished.
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            writer.close();
            Files.deleteIfExists(part);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MessageType schema(Map<String, SampleRow.Type> columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        columns.forEach((name, type) -> {
            switch (type) {
                case TEXT -> schema.optional(BINARY).as(stringType()).named(name);
                case WHOLE -> schema.optional(INT64).named(name);
                case NUMBER -> schema.optional(DOUBLE).named(name);
            }
        });
        return schema.named("sample");
    }
}
