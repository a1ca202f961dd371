package dev.assay.tasks.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a file in blocks of whole lines. Memory is bounded by the block, or the longest line allowed.
final class BlockReader implements Closeable {

    private static final int BLOCK = 256 << 10;

    private final InputStream in;
    private final String file;
    private final int maxRow;
    private byte[] rest = new byte[0];
    private long offset;
    private long line = 1;
    private boolean ended;

    BlockReader(InputStream in, String file, int maxRow) {
        this.in = in;
        this.file = file;
        this.maxRow = maxRow;
    }

    /// The next block; null at the end.
    ///
    /// @throws DatasetException if a line is longer than allowed, or the file is not UTF-8
    @Nullable
    Block next() {
        if (ended) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(rest, Math.max(BLOCK, rest.length * 2));
        int length = rest.length;
        int searched = 0;
        while (true) {
            int read = read(bytes, length);
            int first = searched;
            length += read;
            int last = length;
            while (last > first && bytes[last - 1] != '\n') {
                last--;
            }
            searched = length;
            boolean atEnd = read == 0;
            if (last == first && !atEnd) {
                if (length > maxRow) {
                    throw tooLong();
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(maxRow + 1L, bytes.length * 2L));
                continue;
            }
            ended = atEnd;
            return block(bytes, length, atEnd ? length : last);
        }
    }

    private @Nullable Block block(byte[] bytes, int length, int last) {
        int start = offset == 0 ? TextBytes.afterMark(bytes, length, file) : 0;
        Block block = new Block(bytes, start, last, offset + start, line);
        for (int i = start; i < last; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        rest = Arrays.copyOfRange(bytes, last, length);
        offset += last;
        return start == last && ended ? null : block;
    }

    private int read(byte[] bytes, int length) {
        try {
            return in.readNBytes(bytes, length, bytes.length - length);
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }

    private DatasetException tooLong() {
        return DatasetException.at(
                file,
                line,
                "this line is longer than " + maxRow + " bytes: is it one JSON object a line? Else raise the limit"
                        + " (max_row_bytes)");
    }

    @Override
    public void close() {
        SourceFiles.close(in);
    }
}
