package dev.assay.tasks.data;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads rows one after the other.
interface RowReader extends Closeable {

    /// The next row; null at the end.
    ///
    /// @throws DatasetException with its place, if it cannot be read
    @Nullable
    Row next();

    /// Goes past rows that need not be read.
    ///
    /// @throws DatasetException if there are fewer than `count`
    default void skip(long count) {
        for (long i = 0; i < count; i++) {
            if (next() == null) {
                throw new DatasetException(
                        "The file has fewer rows than when it was checked: leave it alone during a run.");
            }
        }
    }

    /// A row.
    ///
    /// @param value its fields
    /// @param line where it starts, from 1; its number where the format has no lines
    record Row(JsonNode value, long line) {}

    @Override
    void close();
}
