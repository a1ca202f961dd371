package dev.assay.models.http;

import dev.assay.core.model.ModelException.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// What all batches share: ids, and answers as lines of JSON.
public final class BatchLines {

    private static final int LONGEST_LINE = 32 * 1024 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private BatchLines() {}

    /// Takes a line.
    @FunctionalInterface
    public interface LineReader {
        void line(byte[] json) throws Failure;
    }

    /// @throws IllegalArgumentException if there is no request, or an id is none
    public static void requireIds(SequencedMap<String, ?> requests) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("A batch needs at least one request.");
        }
        for (String id : requests.keySet()) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "The id '" + id + "' is not 1 to 64 letters, digits, _ and -: give the request another.");
            }
        }
    }

    /// A batch's or a file's id as a part of an address.
    ///
    /// @throws IllegalArgumentException if it is none
    public static String requireBatch(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is no batch: give the id that it was handed in under.");
        }
        return id;
    }

    /// Reads lines one by one; empty ones are passed over.
    ///
    /// @throws Failure if a line is longer than 32 MiB, or what the reader throws
    public static void read(InputStream in, LineReader reader) throws IOException, Failure {
        InputStream buffered = new BufferedInputStream(in, 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        for (int unit = buffered.read(); unit >= 0; unit = buffered.read()) {
            if (unit == '\n') {
                take(line, reader);
            } else {
                line.write(unit);
                if (line.size() > LONGEST_LINE) {
                    throw Failure.lasting(
                            Kind.MALFORMED, "answered with a line of more than 32 MiB", "check that it is a batch");
                }
            }
        }
        take(line, reader);
    }

    private static void take(ByteArrayOutputStream line, LineReader reader) throws Failure {
        byte[] json = line.toByteArray();
        line.reset();
        for (byte unit : json) {
            if (unit > ' ' || unit < 0) {
                reader.line(json);
                return;
            }
        }
    }
}
