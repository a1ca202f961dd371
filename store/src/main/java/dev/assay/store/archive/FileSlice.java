package dev.assay.store.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A part of a file as a stream.
final class FileSlice extends InputStream {

    private final FileBytes file;
    private long position;
    private long left;

    FileSlice(FileBytes file, long position, long length) {
        this.file = file;
        this.position = position;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = file.read(position, ByteBuffer.wrap(target, offset, (int) Math.min(length, left)));
        if (count < 0) {
            throw new EOFException("the file ends at byte " + position);
        }
        position += count;
        left -= count;
        return count;
    }
}
