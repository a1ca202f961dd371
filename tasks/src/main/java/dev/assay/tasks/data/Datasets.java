package dev.assay.tasks.data;

import dev.assay.core.task.SampleSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Opens datasets: JSONL, JSON, CSV, TSV, Parquet and folders, gzip looked through.
///
/// A file is looked through once before the first sample is given: its rows are counted and digested
/// and, unless {@link DatasetOptions.Check#COUNT} is asked for, each is checked. Every pass then reads
/// it again from the disk, so that memory does not grow with its length: 16 bytes a row to compare ids,
/// and 20 more to shuffle.
public final class Datasets {

    private Datasets() {}

    /// Opens with every default.
    ///
    /// @throws DatasetException as {@link #open(Path, DatasetOptions)}
    public static SampleSource open(Path file) {
        return open(file, DatasetOptions.DEFAULT);
    }

    /// Looks through a file or folder and gives its samples.
    ///
    /// @throws DatasetException in one sentence with file, line and remedy: if there is no such file,
    ///     its format is not known, a row cannot be read or lacks a field, or two rows have the same id
    public static SampleSource open(Path file, DatasetOptions options) {
        DataFormat format = format(file, options);
        SampleMapper mapper = new SampleMapper(options, format);
        SourceFiles.Stamp stamp = SourceFiles.Stamp.of(file);
        String name = options.name().orElseGet(() -> nameOf(file));
        Supplier<RowReader> rows = rows(file, format, options);
        Checked checked = format == DataFormat.JSONL
                ? new JsonlCheck(file, options, mapper).run()
                : new RowCheck(rows, SourceFiles.name(file), options, mapper).run();
        return new FileSource(file, name, options, mapper, rows, stamp, checked);
    }

    /// The rows of a file as they are.
    static RowReader rows(Path file, DatasetOptions options) {
        return rows(file, format(file, options), options).get();
    }

    private static Supplier<RowReader> rows(Path file, DataFormat format, DatasetOptions options) {
        int most = options.maxRowBytes();
        return switch (format) {
            case JSONL -> () -> new JsonlRows(file, most);
            case JSON -> () -> new JsonListRows(file, options.rows(), most);
            case CSV -> () -> new CsvRows(file, options.separator().orElse(','), options.columns(), most);
            case TSV -> () -> new CsvRows(file, options.separator().orElse('\t'), options.columns(), most);
            case FOLDER -> () -> new FolderRows(file, most);
            case PARQUET -> {
                if (SourceFiles.isCompressed(file)) {
                    throw new DatasetException(
                            SourceFiles.name(file) + " is a packed Parquet file; unpack it first (gunzip).");
                }
                yield () -> new ParquetRows(file);
            }
        };
    }

    private static DataFormat format(Path file, DatasetOptions options) {
        boolean folder = Files.isDirectory(file);
        if (!folder && !Files.exists(file)) {
            throw new DatasetException("There is no file " + file + "; check the path.");
        }
        DataFormat format = options.format()
                .orElseGet(() -> folder
                        ? DataFormat.FOLDER
                        : DataFormat.ofName(SourceFiles.name(file))
                                .orElseThrow(() -> new DatasetException("The name " + SourceFiles.name(file)
                                        + " does not tell its format; say it with format: jsonl, json, csv, tsv or"
                                        + " parquet.")));
        if (folder != (format == DataFormat.FOLDER)) {
            throw new DatasetException(
                    file + (folder ? " is a folder, but the format " : " is no folder, as the format ") + "'"
                            + format.name().toLowerCase(java.util.Locale.ROOT)
                            + (folder ? "' is that of a file; name a file." : "' needs; name a folder."));
        }
        return format;
    }

    private static String nameOf(Path file) {
        String name = SourceFiles.name(file);
        int dot = name.indexOf('.');
        return dot > 0 && !Files.isDirectory(file) ? name.substring(0, dot) : name;
    }
}
