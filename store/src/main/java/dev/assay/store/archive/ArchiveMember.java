package dev.assay.store.archive;

/// A member as the central directory describes it. The name is data: it never becomes a file's name.
///
/// @param name as written, of any form
/// @param method 0 stored, 8 deflated, 93 Zstandard; others cannot be opened
/// @param flags the general purpose bits
/// @param checksum CRC-32 of the plain bytes, unsigned
/// @param compressedSize bytes in the file
/// @param size plain bytes
/// @param headerOffset where its local header stands
public record ArchiveMember(
        String name, int method, int flags, long checksum, long compressedSize, long size, long headerOffset) {

    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int ZSTANDARD = 93;

    boolean isEncrypted() {
        return (flags & 1) != 0;
    }
}
