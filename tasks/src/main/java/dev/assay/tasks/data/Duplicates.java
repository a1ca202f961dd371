package dev.assay.tasks.data;

import java.util.function.Supplier;

/// Reads a file again to see whether two of its ids are the same, or only share their hash.
final class Duplicates {

    private Duplicates() {}

    private record Named(String id, long line) {}

    /// @param samples number of the sample, from 1, whose id may have been there before
    /// @throws DatasetException naming both rows, if it was
    static void confirm(Supplier<RowReader> rows, String file, SampleMapper mapper, long samples) {
        Named last = find(rows, mapper, samples, "");
        Named before = find(rows, mapper, samples - 1, last.id);
        if (before.id.equals(last.id)) {
            throw DatasetException.at(
                    file,
                    last.line,
                    "id '" + DatasetException.shown(last.id) + "' is there already, on line " + before.line
                            + ": give each row an id of its own, or map the id to another field");
        }
    }

    /// The sample with a number, or the first before it that has `id`.
    private static Named find(Supplier<RowReader> source, SampleMapper mapper, long number, String id) {
        Named last = new Named("", 0);
        try (RowReader rows = source.get()) {
            long seen = 0;
            for (RowReader.Row row = rows.next(); row != null && seen < number; row = rows.next()) {
                if (mapper.accepts(row.value())) {
                    seen++;
                    String own = mapper.id(row.value()).orElse(Long.toString(seen));
                    if (seen == number || own.equals(id)) {
                        last = new Named(own, row.line());
                    }
                    if (own.equals(id)) {
                        return last;
                    }
                }
            }
        }
        return last;
    }
}
