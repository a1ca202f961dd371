package dev.assay.calibrate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The examinations of a calibration, a JSON object a line. A line is on the disk before the next examination
/// begins; what a killed process left of one is cut off when the ledger is opened again.
public final class Ledger implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final FileChannel channel;
    private final List<Examination> lines;

    private Ledger(Path file, FileChannel channel, List<Examination> lines) {
        this.file = file;
        this.channel = channel;
        this.lines = lines;
    }

    /// Opens a ledger, which is made if it is not there.
    ///
    /// @throws CalibrationException if another process has it open, it cannot be written, or a line is damaged
    public static Ledger open(Path file) {
        FileChannel channel = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw busy(file);
            }
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            List<Examination> lines = parse(file, whole);
            long end = whole.getBytes(StandardCharsets.UTF_8).length;
            channel.truncate(end).position(end);
            return new Ledger(file, channel, lines);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw busy(file);
        } catch (IOException e) {
            closeQuietly(channel);
            throw unwritable(file, e);
        } catch (CalibrationException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /// The examinations of a ledger that nobody writes.
    ///
    /// @throws CalibrationException if it cannot be read or a line is damaged
    public static List<Examination> read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new CalibrationException(
                    "There is no readable ledger " + file + ": make one with ./assay calibrate.", e);
        }
    }

    private static List<Examination> parse(Path file, String text) {
        List<Examination> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            try {
                Examination examination = JSON.readValue(line, Examination.class);
                if (!Examination.SCHEMA.equals(examination.schema())) {
                    throw new CalibrationException("Line " + (lines.size() + 1) + " of " + file + " is of version '"
                            + examination.schema() + "', and this Assay reads " + Examination.SCHEMA
                            + ": begin another ledger with --out.");
                }
                lines.add(examination);
            } catch (JacksonException e) {
                throw new CalibrationException(
                        "Line " + (lines.size() + 1) + " of " + file
                                + " is no examination: remove the line, and it is made again.",
                        e);
            }
        }
        return lines;
    }

    private static CalibrationException busy(Path file) {
        return new CalibrationException("Another process writes " + file + ": wait for it, or name another --out.");
    }

    private static CalibrationException unwritable(Path file, IOException e) {
        return new CalibrationException(
                "The ledger " + file + " cannot be written (" + e.getMessage()
                        + "): free or allow it, or name another --out; what is in it is kept.",
                e);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written yet.
        }
    }

    /// What was examined so far, in the order of the file.
    public List<Examination> examinations() {
        return List.copyOf(lines);
    }

    /// Adds an examination and waits until it is on the disk.
    ///
    /// @throws CalibrationException if it cannot be written; no part of it stays
    public void add(Examination examination) {
        byte[] line = (JSON.writeValueAsString(examination) + "\n").getBytes(StandardCharsets.UTF_8);
        long before = -1;
        try {
            before = channel.position();
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
            lines.add(examination);
        } catch (IOException e) {
            try {
                if (before >= 0) {
                    channel.truncate(before).position(before);
                }
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}
