package dev.assay.tasks.data;

import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Rows of a JSONL file, in its order.
final class JsonlRows implements RowReader {

    private final BlockReader blocks;
    private final JsonRows parser;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private byte[] bytes = new byte[0];

    private record Line(int from, int to, long number) {}

    JsonlRows(Path file, int maxRow) {
        String name = SourceFiles.name(file);
        this.blocks = new BlockReader(SourceFiles.open(file), name, maxRow);
        this.parser = new JsonRows(name, maxRow);
    }

    @Override
    public @Nullable Row next() {
        if (!fill()) {
            return null;
        }
        Line line = lines.remove();
        return new Row(parser.row(bytes, line.from, line.to, line.number), line.number);
    }

    /// Whether there is a line.
    private boolean fill() {
        while (lines.isEmpty()) {
            Block block = blocks.next();
            if (block == null) {
                return false;
            }
            bytes = block.bytes();
            block.forEach((from, to, number) -> lines.add(new Line(from, to, number)));
        }
        return true;
    }

    /// Lines that are gone past are not parsed.
    @Override
    public void skip(long count) {
        for (long i = 0; i < count; i++) {
            if (!fill()) {
                throw new DatasetException(
                        "The file has fewer rows than when it was checked: leave it alone during a run.");
            }
            lines.remove();
        }
    }

    @Override
    public void close() {
        blocks.close();
    }
}
