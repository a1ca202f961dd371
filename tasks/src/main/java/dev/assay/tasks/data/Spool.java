package dev.assay.tasks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Rows of a file that cannot be read in any order, written as JSON lines to a temporary file that can.
/// The file has no name once it is open, where the system allows that, and is gone with the program.
final class Spool {

    private static final int BUFFER = 256 << 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long offset;

    Spool() {
        try {
            Path file = Files.createTempFile("assay-rows-", ".jsonl");
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                Files.delete(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit(); // Windows keeps an open file
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Adds a line and returns its offset.
    long add(byte[] bytes, int from, int to) {
        long start = offset;
        write(bytes, from, to);
        write(new byte[] {'\n'}, 0, 1);
        return start;
    }

    private void write(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), to - at);
            buffer.put(bytes, at, part);
            at += part;
        }
        offset += to - from;
    }

    /// Writes what is still held; before the first read.
    void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        buffer.clear();
    }

    FileChannel channel() {
        return channel;
    }

    private static DatasetException failed(IOException e) {
        return new DatasetException(
                "Rows could not be written to the folder for temporary files ("
                        + e.getClass().getSimpleName() + "): make room there, or leave out the shuffle.",
                e);
    }
}
