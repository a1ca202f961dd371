package dev.assay.tasks.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file's text as UTF-8 and nothing else, and no more of it for one row than is allowed.
final class StrictText extends FilterReader {

    private final String file;
    private final int maxRow;
    private long sinceRow;

    StrictText(Path file, int maxRow) {
        super(new InputStreamReader(afterMark(file), StandardCharsets.UTF_8.newDecoder()));
        this.file = SourceFiles.name(file);
        this.maxRow = maxRow;
    }

    private static InputStream afterMark(Path file) {
        InputStream in = new java.io.BufferedInputStream(SourceFiles.open(file), 1 << 16);
        try {
            in.mark(3);
            byte[] first = in.readNBytes(3);
            in.reset();
            in.skipNBytes(TextBytes.afterMark(first, first.length, SourceFiles.name(file)));
            return in;
        } catch (IOException e) {
            throw SourceFiles.unreadable(SourceFiles.name(file), e);
        }
    }

    /// A row has ended: the count of its characters starts anew.
    void rowEnded() {
        sinceRow = 0;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        sinceRow += Math.max(0, read);
        if (sinceRow - length > maxRow) {
            throw new RowTooLongException();
        }
        return read;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read into a buffer");
    }

    /// The complaint for what reading threw.
    DatasetException complaint(Path path, long line, IOException e) {
        return switch (e) {
            case RowTooLongException _ ->
                DatasetException.at(
                        file,
                        line,
                        "the row that starts here is longer than " + maxRow
                                + " bytes: is a quote or bracket left open? Else raise max_row_bytes");
            case CharacterCodingException _ ->
                DatasetException.at(file, badLine(path), "this line is not UTF-8: save the file as UTF-8");
            default -> SourceFiles.unreadable(file, e);
        };
    }

    /// The first line that is not UTF-8.
    private static long badLine(Path path) {
        long[] bad = {1};
        try (BlockReader blocks = new BlockReader(SourceFiles.open(path), SourceFiles.name(path), 1 << 30)) {
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                byte[] bytes = block.bytes();
                boolean[] found = {false};
                block.forEachWhile((from, to, number) -> {
                    found[0] = !TextBytes.isUtf8(bytes, from, to);
                    bad[0] = number;
                    return !found[0];
                });
                if (found[0]) {
                    break;
                }
            }
        }
        return bad[0];
    }

    private static final class RowTooLongException extends IOException {}
}
