package dev.assay.store.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes an archive of any number of members with the memory of a few: the directory is spooled to a file
/// as it grows. Members are deflated, 64-bit sizes are used where they are needed, and times are constant,
/// so equal members give equal archives. The archive appears under its name when it is whole and durable;
/// until then, and after a crash, there is only a file that ends in `.part`. Not safe for many threads.
public final class ZipWriter implements AutoCloseable {

    private static final int LEVEL = 6;
    private static final long MOST_32 = 0xffffffffL;
    private static final int MOST_16 = 0xffff;
    private static final int UTF_8_NAMES = 0x800;
    private static final int DAY_ONE = 0x21;

    private final Path target;
    private final Path part;
    private final OutputStream out;
    private final Path directoryFile;
    private final OutputStream directory;
    private final List<MemberSpool> spools = new ArrayList<>();
    private final Deflater deflater = new Deflater(LEVEL, true);
    private byte[] packed = new byte[1 << 16];
    private long position;
    private long directorySize;
    private long members;
    private boolean finished;

    private ZipWriter(Path target, Path part, Path directoryFile) throws IOException {
        this.target = target;
        this.part = part;
        this.out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 18);
        this.directoryFile = directoryFile;
        this.directory = new BufferedOutputStream(Files.newOutputStream(directoryFile), 1 << 16);
    }

    /// Starts an archive that {@link #finish} moves to `target`, replacing what is there.
    ///
    /// @throws IOException if the folder cannot be written
    public static ZipWriter create(Path target) throws IOException {
        return new ZipWriter(target, PartFiles.beside(target), PartFiles.beside(target));
    }

    /// Adds a member that is held whole.
    ///
    /// @throws IllegalArgumentException if the name has more than 65535 bytes
    public void write(String name, byte[] plain, int length) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(plain, 0, length);
        deflater.reset();
        deflater.setInput(plain, 0, length);
        deflater.finish();
        int count = 0;
        while (!deflater.finished()) {
            if (count == packed.length) {
                packed = Arrays.copyOf(packed, Math.toIntExact(packed.length * 2L));
            }
            count += deflater.deflate(packed, count, packed.length - count);
        }
        begin(name, checksum.getValue(), count, length);
        out.write(packed, 0, count);
        position += count;
    }

    /// A place for a member of unknown size; {@link #write(String, MemberSpool)} takes it.
    public MemberSpool spool() throws IOException {
        MemberSpool spool = new MemberSpool(PartFiles.beside(target), LEVEL);
        spools.add(spool);
        return spool;
    }

    /// Adds a member that was spooled; the spool takes no more.
    public void write(String name, MemberSpool spool) throws IOException {
        spool.close();
        long count = Files.size(spool.file());
        begin(name, spool.checksum(), count, spool.size());
        Files.copy(spool.file(), out);
        position += count;
        spool.delete();
        spools.remove(spool);
    }

    /// Writes the directory, makes the archive durable, and gives it its name.
    public void finish() throws IOException {
        directory.close();
        long start = position;
        Files.copy(directoryFile, out);
        out.write(end(start));
        out.close();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        finished = true;
    }

    /// Removes what is not finished.
    @Override
    public void close() throws IOException {
        deflater.end();
        for (MemberSpool spool : spools) {
            spool.delete();
        }
        directory.close();
        Files.deleteIfExists(directoryFile);
        if (!finished) {
            out.close();
            Files.deleteIfExists(part);
        }
    }

    private void begin(String name, long checksum, long compressed, long size) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length > MOST_16) {
            throw new IllegalArgumentException(
                    "A member's name has at most 65535 bytes in UTF-8, but this one has " + nameBytes.length);
        }
        boolean wide = compressed >= MOST_32 || size >= MOST_32;
        boolean far = position >= MOST_32;
        ByteBuffer local = buffer(30 + nameBytes.length + (wide ? 20 : 0));
        local.putInt(0x04034b50);
        common(local, wide || far, checksum, wide ? MOST_32 : compressed, wide ? MOST_32 : size);
        local.putShort((short) nameBytes.length)
                .putShort((short) (wide ? 20 : 0))
                .put(nameBytes);
        if (wide) {
            local.putShort((short) 1).putShort((short) 16).putLong(size).putLong(compressed);
        }
        entry(nameBytes, checksum, compressed, size, wide, far);
        out.write(local.array());
        position += local.capacity();
        members++;
    }

    private void entry(byte[] name, long checksum, long compressed, long size, boolean wide, boolean far)
            throws IOException {
        int extra = wide || far ? 4 + (wide ? 16 : 0) + (far ? 8 : 0) : 0;
        ByteBuffer entry = buffer(46 + name.length + extra);
        entry.putInt(0x02014b50).putShort((short) (3 << 8 | 45));
        common(entry, wide || far, checksum, wide ? MOST_32 : compressed, wide ? MOST_32 : size);
        entry.putShort((short) name.length).putShort((short) extra).putShort((short) 0);
        entry.putShort((short) 0).putShort((short) 0).putInt(0600 << 16);
        entry.putInt((int) (far ? MOST_32 : position)).put(name);
        if (extra > 0) {
            entry.putShort((short) 1).putShort((short) (extra - 4));
            if (wide) {
                entry.putLong(size).putLong(compressed);
            }
            if (far) {
                entry.putLong(position);
            }
        }
        directory.write(entry.array());
        directorySize += entry.capacity();
    }

    private static void common(ByteBuffer header, boolean needs64, long checksum, long compressed, long size) {
        header.putShort((short) (needs64 ? 45 : 20)).putShort((short) UTF_8_NAMES);
        header.putShort((short) ArchiveMember.DEFLATED).putShort((short) 0).putShort((short) DAY_ONE);
        header.putInt((int) checksum).putInt((int) compressed).putInt((int) size);
    }

    private byte[] end(long start) {
        boolean wide = members >= MOST_16 || directorySize >= MOST_32 || start >= MOST_32;
        ByteBuffer end = buffer(22 + (wide ? 76 : 0));
        if (wide) {
            end.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
            end.putInt(0)
                    .putInt(0)
                    .putLong(members)
                    .putLong(members)
                    .putLong(directorySize)
                    .putLong(start);
            end.putInt(0x07064b50).putInt(0).putLong(start + directorySize).putInt(1);
        }
        short count = (short) Math.min(members, MOST_16);
        end.putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
        end.putInt((int) Math.min(directorySize, MOST_32)).putInt((int) Math.min(start, MOST_32));
        end.putShort((short) 0);
        return end.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
