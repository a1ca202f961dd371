package dev.assay.tasks.data;

import dev.hardwood.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A Parquet file that is read, not mapped into memory: a mapped file that someone cuts short ends the
/// program.
///
/// A broken file may point in circles, which the library follows without end; so there is an end to
/// reading: a pass reads each byte about once.
final class ChannelInput implements InputFile {

    private static final long SPARE_BYTES = 64L << 20;
    private static final long SPARE_READS = 10_000;

    private final java.util.concurrent.atomic.AtomicLong bytesRead = new java.util.concurrent.atomic.AtomicLong();
    private final java.util.concurrent.atomic.AtomicLong reads = new java.util.concurrent.atomic.AtomicLong();
    private final FileChannel channel;
    private final String name;

    ChannelInput(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.name = SourceFiles.name(file);
    }

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > channel.size() - length) {
            throw new EOFException("it points " + length + " bytes at " + offset + ", which it does not have");
        }
        long size = channel.size();
        if (bytesRead.addAndGet(length) > 8 * size + SPARE_BYTES || reads.incrementAndGet() > size / 64 + SPARE_READS) {
            throw new IOException("it points in circles");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("it was cut short while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
