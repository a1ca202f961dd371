package dev.assay.store.archive;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the central directory lies and how many members it lists, found from the end of the file.
/// Source: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
///
/// @param offset of the directory's first byte
/// @param size bytes of the directory
/// @param members how many it lists
record DirectoryEnd(long offset, long size, long members) {

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int END_64_LENGTH = 56;
    private static final int LOCATOR_LENGTH = 20;
    private static final int LONGEST_COMMENT = 65_535;

    static DirectoryEnd find(FileBytes file) throws IOException {
        long length = file.length();
        int tail = (int) Math.min(length, END_LENGTH + LONGEST_COMMENT);
        ByteBuffer bytes = file.read(length - tail, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_LENGTH + Short.toUnsignedInt(bytes.getShort(at + 20)) == tail) {
                return read(file, bytes, at, length - tail + at);
            }
        }
        throw new ArchiveException("it has no end of a central directory: it is no ZIP archive, or its end is missing");
    }

    private static DirectoryEnd read(FileBytes file, ByteBuffer bytes, int at, long position) throws IOException {
        long members = Short.toUnsignedLong(bytes.getShort(at + 10));
        long size = Integer.toUnsignedLong(bytes.getInt(at + 12));
        long offset = Integer.toUnsignedLong(bytes.getInt(at + 16));
        long end = position;
        if (position >= LOCATOR_LENGTH) {
            ByteBuffer locator = file.read(position - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.getInt(0) == LOCATOR_64) {
                end = locator.getLong(8);
                if (end < 0 || end > position - LOCATOR_LENGTH - END_64_LENGTH) {
                    throw new ArchiveException("its 64-bit end of the central directory lies outside the file");
                }
                ByteBuffer end64 = file.read(end, END_64_LENGTH);
                if (end64.getInt(0) != END_64) {
                    throw new ArchiveException("its 64-bit end of the central directory is damaged");
                }
                members = end64.getLong(32);
                size = end64.getLong(40);
                offset = end64.getLong(48);
            }
        }
        if (offset < 0 || size < 0 || members < 0 || offset > end || size != end - offset) {
            throw new ArchiveException("its central directory does not end where the archive says: byte " + offset
                    + " and " + size + " bytes do not reach byte " + end);
        }
        if (members > size / CentralDirectory.ENTRY_LENGTH) {
            throw new ArchiveException(
                    "its central directory of " + size + " bytes cannot list " + members + " members");
        }
        return new DirectoryEnd(offset, size, members);
    }
}
