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
        if (!hasLine()) {
            return null;
        }
        Line line = lines.remove();
        return new Row(parser.row(bytes, line.from, line.to, line.number), line.number);
    }

    @Override
    public boolean skip() {
        return hasLine() && lines.poll() != null;
    }

    private boolean hasLine() {
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

    @Override
    public void close() {
        blocks.close();
    }
}
