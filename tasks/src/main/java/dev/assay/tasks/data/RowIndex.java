package dev.assay.tasks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// Where each row starts in a file of JSON lines: sixteen bytes a row, so that rows can be read in any
/// order.
final class RowIndex {

    private static final int MAX_ROWS = 1 << 29;
    private static final int GUESS = 2 << 10;

    private final LongList offsets = new LongList();
    private final LongList lines = new LongList();
    private final String file;
    private final JsonRows parser;
    private final int maxRow;

    RowIndex(String file, int maxRow) {
        this.file = file;
        this.parser = new JsonRows(file, maxRow);
        this.maxRow = maxRow;
    }

    void add(long offset, long line) {
        if (offsets.size() == MAX_ROWS) {
            throw new DatasetException(file + " has more than " + MAX_ROWS + " rows, too many to shuffle.");
        }
        offsets.add(offset);
        lines.add(line);
    }

    int size() {
        return offsets.size();
    }

    /// The row with a number, from 0.
    RowReader.Row row(FileChannel channel, int number) {
        long offset = offsets.get(number);
        byte[] bytes = new byte[GUESS];
        int length = 0;
        while (true) {
            int read = read(channel, bytes, length, offset + length);
            int end = length;
            length += Math.max(0, read);
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            if (end < length || read < 0 || length > maxRow) {
                return new RowReader.Row(parser.row(bytes, 0, end, lines.get(number)), lines.get(number));
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
        }
    }

    private int read(FileChannel channel, byte[] bytes, int from, long position) {
        try {
            return channel.read(ByteBuffer.wrap(bytes, from, bytes.length - from), position);
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }
}
