package dev.assay.store.archive;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A ZIP archive for reading, of any size and from anyone. The JDK's reader refuses method 93 and keeps an
/// object a member; this one reads methods 0, 8 and 93, 64-bit archives and repeated names, and needs some
/// 20 bytes a member. Safe for many threads.
public final class ZipArchive implements AutoCloseable {

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;

    private final FileChannel channel;
    private final FileBytes file;
    private final MemberIndex index;
    private final DirectoryEnd end;

    private ZipArchive(FileChannel channel, FileBytes file, DirectoryEnd end, MemberIndex index) {
        this.channel = channel;
        this.file = file;
        this.end = end;
        this.index = index;
    }

    /// Opens an archive and reads its directory.
    ///
    /// @throws ArchiveException if it is none, or is damaged
    /// @throws IOException if the file cannot be read
    public static ZipArchive open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            FileBytes file = new FileBytes(channel);
            DirectoryEnd end = DirectoryEnd.find(file);
            MemberIndex index = MemberIndex.read(new CentralDirectory(file, end));
            MemberRanges.requireApart(index, end.offset());
            return new ZipArchive(channel, file, end, index);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /// How many entries the directory has; numbers run from 0. Entries that a later one replaces count too.
    public int count() {
        return index.count();
    }

    /// The member with that number, or nothing where a later one has its name.
    public Optional<ArchiveMember> member(int number) throws IOException {
        return index.isLast(number) ? Optional.of(index.entry(number).member()) : Optional.empty();
    }

    /// The member with that name; the last where there are several.
    public Optional<ArchiveMember> find(String name) throws IOException {
        int number = index.find(name.getBytes(StandardCharsets.UTF_8));
        return number < 0 ? Optional.empty() : Optional.of(index.entry(number).member());
    }

    /// The plain bytes of a member. The stream throws {@link ArchiveException} where they are damaged, are
    /// more or fewer than the member claims, or have another checksum.
    ///
    /// @throws ArchiveException if the member is encrypted or compressed by another method
    public InputStream read(ArchiveMember member) throws IOException {
        if (member.isEncrypted()) {
            throw new ArchiveException("member '" + member.name() + "' is encrypted");
        }
        InputStream packed = new FileSlice(file, dataOffset(member), member.compressedSize());
        return switch (member.method()) {
            case ArchiveMember.STORED -> checked(packed, member, null);
            case ArchiveMember.DEFLATED -> {
                Inflater inflater = new Inflater(true);
                int buffer = (int) Math.max(64, Math.min(16_384, member.compressedSize()));
                yield checked(new InflaterInputStream(packed, inflater, buffer), member, inflater);
            }
            case ArchiveMember.ZSTANDARD -> checked(zstandard(packed), member, null);
            default ->
                throw new ArchiveException("member '" + member.name() + "' is compressed by method " + member.method()
                        + ", where 0, 8 and 93 are known");
        };
    }

    private static InputStream zstandard(InputStream packed) {
        return new ZstdInputStream(new BufferedInputStream(packed, 16_384));
    }

    private static InputStream checked(InputStream plain, ArchiveMember member, @Nullable Inflater inflater) {
        return new MemberStream(plain, member, () -> {
            if (inflater != null) {
                inflater.end();
            }
        });
    }

    private long dataOffset(ArchiveMember member) throws IOException {
        if (member.headerOffset() > end.offset() - LOCAL_LENGTH) {
            throw new ArchiveException("member '" + member.name() + "' claims to lie outside the file");
        }
        ByteBuffer header = file.read(member.headerOffset(), LOCAL_LENGTH);
        if (header.getInt(0) != LOCAL_SIGNATURE) {
            throw new ArchiveException("member '" + member.name() + "' does not begin where the directory says");
        }
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        int extraLength = Short.toUnsignedInt(header.getShort(28));
        long data = member.headerOffset() + LOCAL_LENGTH + nameLength + extraLength;
        if (data > end.offset() || member.compressedSize() > end.offset() - data) {
            throw new ArchiveException("member '" + member.name() + "' claims to lie outside the file");
        }
        byte[] name = new byte[nameLength];
        file.read(member.headerOffset() + LOCAL_LENGTH, nameLength).get(name);
        if (!new String(name, StandardCharsets.UTF_8).equals(member.name())) {
            throw new ArchiveException("member '" + member.name() + "' has another name at its own place");
        }
        return data;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
