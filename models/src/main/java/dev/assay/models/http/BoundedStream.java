package dev.assay.models.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends a body that is longer than its limit with an error, and knows whether it was read to its end.
final class BoundedStream extends FilterInputStream {

    private final int limit;
    private long taken;
    private boolean ended;

    BoundedStream(InputStream in, int limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int unit = in.read();
        count(unit < 0 ? -1 : 1);
        return unit;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        count(read);
        return read;
    }

    /// Nothing: skipping would go around the count.
    @Override
    public long skip(long bytes) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// Does not close what it reads from: that would read on to the end, which may never come.
    @Override
    public void close() {}

    boolean ended() {
        return ended;
    }

    /// Reads what is left and throws it away.
    ///
    /// @throws TooLargeException if that is beyond the limit
    void drain() throws IOException {
        if (!ended) {
            byte[] waste = new byte[1024];
            while (read(waste, 0, waste.length) >= 0) {
                // On to the end.
            }
        }
    }

    private void count(int read) throws TooLargeException {
        if (read < 0) {
            ended = true;
        } else {
            taken += read;
            if (taken > limit) {
                throw new TooLargeException();
            }
        }
    }

    /// The body is longer than the limit.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
