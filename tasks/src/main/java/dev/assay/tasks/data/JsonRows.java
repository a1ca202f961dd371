package dev.assay.tasks.data;

import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON text to rows. Strict: no key twice, nothing after the value, numbers exact, depth and length
/// bounded.
final class JsonRows {

    private static final int MAX_DEPTH = 100;

    private final JsonMapper mapper;
    private final String file;
    private final int maxRow;

    JsonRows(String file, int maxRow) {
        this.mapper = mapper(maxRow);
        this.file = file;
        this.maxRow = maxRow;
    }

    static JsonMapper mapper(int maxRow) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxStringLength(maxRow)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /// The row on a line.
    ///
    /// @throws DatasetException if it is no JSON object, no UTF-8, or too long
    JsonNode row(byte[] bytes, int from, int to, long line) {
        if (to - from > maxRow) {
            throw DatasetException.at(
                    file, line, "this row is longer than " + maxRow + " bytes: shorten it, or raise max_row_bytes");
        }
        if (!TextBytes.isUtf8(bytes, from, to)) {
            throw DatasetException.at(file, line, "this row is not UTF-8: save the file as UTF-8");
        }
        JsonNode row;
        try {
            row = mapper.readTree(bytes, from, to - from);
        } catch (JacksonException e) {
            throw malformed(file, line, e);
        }
        if (!row.isObject()) {
            throw DatasetException.at(
                    file,
                    line,
                    "this row is " + Values.kind(row) + ", but one JSON object a line is needed; a file that is one"
                            + " JSON list is read as format json");
        }
        return row;
    }

    /// What is wrong with JSON, without the bytes that are.
    static DatasetException malformed(String file, long line, JacksonException e) {
        String problem = Objects.requireNonNullElse(e.getOriginalMessage(), "unreadable")
                .lines()
                .findFirst()
                .orElse("unreadable");
        int column = e.getLocation() == null ? -1 : e.getLocation().getColumnNr();
        String where = column > 0 ? " at column " + column : "";
        String stop = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
        return DatasetException.at(
                file,
                line,
                "this row is not valid JSON" + where + ": " + DatasetException.shownLong(stop) + "; mend or remove it");
    }
}
