package dev.assay.tasks.data;

import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows of a Parquet file, nested lists and structures too. Bytes become a `data:` URI where they are an
/// image and Base64 where they are not; dates and times are written as ISO 8601 does.
final class ParquetRows implements RowReader {

    private static final int MAX_DEPTH = 100;
    private static final JsonNodeFactory NODES = new JsonNodeFactory();
    /// Kept, so that the level is not forgotten: the library tells every user which decompressor it found.
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private final String file;
    private final ParquetFileReader reader;
    private final dev.hardwood.reader.RowReader rows;
    private long number;

    ParquetRows(Path path) {
        this.file = SourceFiles.name(path);
        @Nullable ParquetFileReader opened = null;
        try {
            opened = ParquetFileReader.open(new ChannelInput(path));
            this.rows = opened.rowReader();
            this.reader = opened;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (opened != null) {
                SourceFiles.close(opened::close);
            }
            throw new DatasetException(file + " is no whole Parquet file (" + reason(e) + "); fetch it again.", e);
        }
    }

    @Override
    public @Nullable Row next() {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            rows.next();
            number++;
            return new Row(fields(rows, 0), number);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new DatasetException(
                    "Row " + (number + 1) + " cannot be read (" + reason(e) + "); fetch " + file + " again.", e);
        }
    }

    /// The library takes what a file says of a length for true: a damaged one asks for more memory than there is, in
    /// one
    /// piece, which fails before anything is lost.
    private static String reason(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError _ -> "it asks for more memory than there is";
            case StackOverflowError _ -> "it is nested too deep";
            default -> DatasetException.shownLong(String.valueOf(failure.getMessage()));
        };
    }

    private static ObjectNode fields(StructAccessor struct, int depth) {
        ObjectNode fields = NODES.objectNode();
        for (int i = 0; i < struct.getFieldCount(); i++) {
            fields.set(struct.getFieldName(i), struct.isNull(i) ? NODES.nullNode() : node(struct.getValue(i), depth));
        }
        return fields;
    }

    private static JsonNode node(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("values are nested more than " + MAX_DEPTH + " deep");
        }
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.stringNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer whole -> NODES.numberNode(whole);
            case Long whole -> NODES.numberNode(whole);
            case BigDecimal decimal -> NODES.numberNode(decimal);
            case Float real -> real(real.doubleValue(), real.toString());
            case Double real -> real(real, real.toString());
            case byte[] bytes -> NODES.stringNode(bytes(bytes));
            case PqStruct struct -> fields(struct, depth + 1);
            case PqList list -> {
                ArrayNode items = NODES.arrayNode();
                for (int i = 0; i < list.size(); i++) {
                    items.add(list.isNull(i) ? NODES.nullNode() : node(list.get(i), depth + 1));
                }
                yield items;
            }
            case PqMap map -> {
                ObjectNode entries = NODES.objectNode();
                for (PqMap.Entry entry : map.getEntries()) {
                    entries.set(String.valueOf(entry.getKey()), node(entry.getValue(), depth + 1));
                }
                yield entries;
            }
            default -> NODES.stringNode(value.toString());
        };
    }

    /// Written in decimals, so that a row reads the same before and after it was spooled.
    private static JsonNode real(double value, String words) {
        return Double.isFinite(value) ? NODES.numberNode(new BigDecimal(words)) : NODES.stringNode(words);
    }

    private static String bytes(byte[] bytes) {
        ImageKind kind = ImageKind.of(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        return kind == ImageKind.NONE ? text : "data:" + kind.mediaType() + ";base64," + text;
    }

    @Override
    public void close() {
        rows.close();
        SourceFiles.close(reader::close);
    }
}
