package dev.assay.store.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads entries of the central directory, in order or one at a place. Holds a window of 256 KiB, whatever
/// the directory's size.
final class CentralDirectory {

    static final int ENTRY_LENGTH = 46;
    private static final int SIGNATURE = 0x02014b50;
    private static final int WINDOW = 1 << 18;
    private static final long NOT_HERE = 0xffffffffL;

    private final FileBytes file;
    private final DirectoryEnd end;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    CentralDirectory(FileBytes file, DirectoryEnd end) {
        this.file = file;
        this.end = end;
    }

    long size() {
        return end.size();
    }

    long members() {
        return end.members();
    }

    /// An entry and where the next one stands.
    ///
    /// @param name the name's bytes
    /// @param member the entry
    /// @param next offset of the next entry within the directory
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Entry(byte[] name, ArchiveMember member, long next) {}

    /// The entry at `offset` bytes into the directory.
    synchronized Entry at(long offset) throws IOException {
        ByteBuffer fixed = bytes(offset, ENTRY_LENGTH);
        int base = fixed.position();
        if (fixed.getInt(base) != SIGNATURE) {
            throw new ArchiveException("its central directory is damaged at byte " + (end.offset() + offset));
        }
        int flags = Short.toUnsignedInt(fixed.getShort(base + 8));
        int method = Short.toUnsignedInt(fixed.getShort(base + 10));
        long checksum = Integer.toUnsignedLong(fixed.getInt(base + 16));
        long compressed = Integer.toUnsignedLong(fixed.getInt(base + 20));
        long size = Integer.toUnsignedLong(fixed.getInt(base + 24));
        int nameLength = Short.toUnsignedInt(fixed.getShort(base + 28));
        int extraLength = Short.toUnsignedInt(fixed.getShort(base + 30));
        int commentLength = Short.toUnsignedInt(fixed.getShort(base + 32));
        long header = Integer.toUnsignedLong(fixed.getInt(base + 42));
        int variable = nameLength + extraLength;
        ByteBuffer tail = bytes(offset + ENTRY_LENGTH, variable);
        byte[] name = new byte[nameLength];
        tail.get(tail.position(), name);
        long next = offset + ENTRY_LENGTH + variable + commentLength;
        if (next > end.size()) {
            throw new ArchiveException("its central directory is damaged at byte " + (end.offset() + offset));
        }
        if (compressed == NOT_HERE || size == NOT_HERE || header == NOT_HERE) {
            ByteBuffer extra = tail.duplicate()
                    .order(tail.order())
                    .position(tail.position() + nameLength)
                    .limit(tail.position() + variable);
            long[] wide = wide(extra, size == NOT_HERE, compressed == NOT_HERE, header == NOT_HERE);
            size = size == NOT_HERE ? wide[0] : size;
            compressed = compressed == NOT_HERE ? wide[1] : compressed;
            header = header == NOT_HERE ? wide[2] : header;
        }
        ArchiveMember member = new ArchiveMember(
                new String(name, StandardCharsets.UTF_8), method, flags, checksum, compressed, size, header);
        if (size < 0 || compressed < 0 || header < 0 || header > end.offset() || compressed > end.offset() - header) {
            throw new ArchiveException("member '" + member.name() + "' claims to lie outside the file");
        }
        return new Entry(name, member, next);
    }

    boolean isNameAt(long offset, byte[] name) throws IOException {
        return Arrays.equals(at(offset).name(), name);
    }

    /// The sizes and the offset of a 64-bit extra field, those that the entry leaves to it.
    private static long[] wide(ByteBuffer extra, boolean size, boolean compressed, boolean header) {
        while (extra.remaining() >= 4) {
            int tag = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                break;
            }
            if (tag == 1) {
                int needed = (size ? 8 : 0) + (compressed ? 8 : 0) + (header ? 8 : 0);
                if (length < needed) {
                    break;
                }
                long first = size ? extra.getLong() : 0;
                long second = compressed ? extra.getLong() : 0;
                long third = header ? extra.getLong() : 0;
                return new long[] {first, second, third};
            }
            extra.position(extra.position() + length);
        }
        throw new ArchiveException("a member lacks its 64-bit sizes");
    }

    /// The window, positioned at `offset` with at least `count` bytes.
    private ByteBuffer bytes(long offset, int count) throws IOException {
        if (offset < 0 || count > end.size() - offset) {
            throw new ArchiveException("its central directory ends within an entry");
        }
        if (offset < windowStart || offset + count > windowStart + window.limit()) {
            windowStart = offset;
            window = file.read(end.offset() + offset, (int) Math.min(Math.max(WINDOW, count), end.size() - offset));
        }
        return window.position((int) (offset - windowStart));
    }
}
