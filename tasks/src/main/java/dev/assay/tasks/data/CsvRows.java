package dev.assay.tasks.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows of a CSV or TSV file: every value is a text, an empty one too.
final class CsvRows implements RowReader {

    private final Path path;
    private final String file;
    private final StrictText text;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> columns;
    private long line = 1;

    CsvRows(Path path, char separator, List<String> columns, int maxRow) {
        this.path = path;
        this.file = SourceFiles.name(path);
        this.text = new StrictText(path, maxRow);
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(maxRow)
                .ofCsvRecord(text)
                .iterator();
        this.columns = columns.isEmpty() ? header() : columns;
    }

    private List<String> header() {
        CsvRecord first = record();
        if (first == null) {
            throw new DatasetException(file + " is empty; it needs a line with the names of its columns, and rows.");
        }
        Set<String> seen = new HashSet<>();
        for (String name : first.getFields()) {
            if (name.isBlank()) {
                throw DatasetException.at(
                        file, line, "column " + (seen.size() + 1) + " has no name: name every column");
            }
            if (!seen.add(name)) {
                throw DatasetException.at(
                        file, line, "two columns are called '" + DatasetException.shown(name) + "': rename one");
            }
        }
        return List.copyOf(first.getFields());
    }

    @Override
    public @Nullable Row next() {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        if (record.getFieldCount() != columns.size()) {
            throw DatasetException.at(
                    file,
                    line,
                    "this row has " + record.getFieldCount() + " values, but there are " + columns.size()
                            + " columns: is a separator or a quote missing?");
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            String value = record.getField(i);
            if (value.indexOf('\0') >= 0) {
                throw DatasetException.at(
                        file, line, "column '" + DatasetException.shown(columns.get(i)) + "' holds a NUL: remove it");
            }
            row.put(columns.get(i), value);
        }
        return new Row(row, line);
    }

    private @Nullable CsvRecord record() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            text.rowEnded();
            return record;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof java.io.IOException failure) {
                throw text.complaint(path, line + 1, failure);
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String problem =
                    String.valueOf(cause.getMessage()).lines().findFirst().orElse("unreadable");
            throw DatasetException.at(
                    file,
                    line + 1,
                    "the row that starts here is not valid: " + DatasetException.shownLong(problem)
                            + "; is a quote left open, or the row longer than max_row_bytes?");
        } catch (UncheckedIOException e) {
            throw text.complaint(path, line + 1, java.util.Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() {
        SourceFiles.close(records);
    }
}
