package dev.assay.store.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// The plain bytes of a member: never more than it claims, and with the checksum it claims.
final class MemberStream extends FilterInputStream {

    private final ArchiveMember member;
    private final CRC32 checksum = new CRC32();
    private final Runnable onClose;
    private long left;
    private boolean checked;

    MemberStream(InputStream plain, ArchiveMember member, Runnable onClose) {
        super(plain);
        this.member = member;
        this.left = member.size();
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = plain(target, offset, length);
        if (count < 0) {
            finish();
            return -1;
        }
        if (count > left) {
            throw new ArchiveException(
                    "member '" + member.name() + "' holds more than the " + member.size() + " bytes that it claims");
        }
        left -= count;
        checksum.update(target, offset, count);
        return count;
    }

    /// Decompressors say that bytes are damaged in several ways; here it is one.
    private int plain(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException | RuntimeException damage) {
            throw new ArchiveException(
                    "member '" + member.name() + "' is damaged: its compressed bytes cannot be read", damage);
        }
    }

    private void finish() {
        if (checked) {
            return;
        }
        checked = true;
        if (left != 0) {
            throw new ArchiveException("member '" + member.name() + "' ends " + left + " bytes early");
        }
        if (checksum.getValue() != member.checksum()) {
            throw new ArchiveException("member '" + member.name() + "' has a wrong checksum");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] sink = new byte[(int) Math.min(8192, Math.max(0, count))];
        long skipped = 0;
        while (skipped < count) {
            int read = read(sink, 0, (int) Math.min(sink.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            onClose.run();
        }
    }
}
