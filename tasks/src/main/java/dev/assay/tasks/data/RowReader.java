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

    /// Goes past the next row without reading it, where the format allows that; false at the end.
    default boolean skip() {
        return next() != null;
    }

    /// A row.
    ///
    /// @param value its fields
    /// @param line where it starts, from 1; its number where the format has no lines
    record Row(JsonNode value, long line) {}

    @Override
    void close();
}
