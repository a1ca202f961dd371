package dev.assay.store.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A member whose size is not known before its end: compressed into a file of its own, and copied into the
/// archive when it is whole.
public final class MemberSpool extends OutputStream {

    private final Path file;
    private final Deflater deflater;
    private final OutputStream out;
    private final CRC32 checksum = new CRC32();
    private long size;

    MemberSpool(Path file, int level) throws IOException {
        this.file = file;
        this.deflater = new Deflater(level, true);
        this.out = new DeflaterOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), deflater, 16_384);
    }

    @Override
    public void write(int unit) throws IOException {
        write(new byte[] {(byte) unit}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        checksum.update(bytes, offset, length);
        size += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
        deflater.end();
    }

    Path file() {
        return file;
    }

    long checksum() {
        return checksum.getValue();
    }

    long size() {
        return size;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }
}
