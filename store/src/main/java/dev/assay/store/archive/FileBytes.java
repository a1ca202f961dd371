package dev.assay.store.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Bytes of a file at any place, little-endian.
final class FileBytes {

    private final FileChannel channel;
    private final long length;

    FileBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    long length() {
        return length;
    }

    /// A new buffer with exactly `count` bytes.
    ///
    /// @throws EOFException if the file has been cut since it was opened
    ByteBuffer read(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (read(position + bytes.position(), bytes) < 0) {
                throw new EOFException("the file ends at byte " + (position + bytes.position()));
            }
        }
        return bytes.flip();
    }

    int read(long position, ByteBuffer target) throws IOException {
        return channel.read(target, position);
    }
}
