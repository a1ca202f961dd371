package dev.assay.models.bedrock;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Reads AWS's binary event stream (`application/vnd.amazon.eventstream`; Smithy, "Amazon Event Stream"):
/// each message is its total length, the length of its headers and a CRC-32 of those two, then headers,
/// payload, and a CRC-32 of all before it; numbers are big-endian.
final class EventStream {

    /// Longer messages are taken for damage: AWS sends at most 24 MiB.
    private static final int LONGEST = 24 * 1024 * 1024;

    private static final int PRELUDE = 12;
    private static final int STRING = 7;

    private final DataInputStream in;

    EventStream(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /// A message with its headers of type string.
    ///
    /// @param payload JSON
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and read once.
    record Message(Map<String, String> headers, byte[] payload) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// The next message; empty at the end of the stream.
    ///
    /// @throws DamageException if a checksum or a length is wrong
    /// @throws IOException if the stream ends within a message, or breaks
    Optional<Message> next() throws IOException {
        byte[] prelude = new byte[PRELUDE];
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        prelude[0] = (byte) first;
        in.readFully(prelude, 1, PRELUDE - 1);
        ByteBuffer numbers = ByteBuffer.wrap(prelude);
        int total = numbers.getInt();
        int headerLength = numbers.getInt();
        requireChecksum(prelude, 8, numbers.getInt());
        if (total < PRELUDE + 4 || total > LONGEST || headerLength < 0 || headerLength > total - PRELUDE - 4) {
            throw new DamageException("impossible length");
        }
        byte[] rest = in.readNBytes(total - PRELUDE);
        if (rest.length < total - PRELUDE) {
            throw new EOFException();
        }
        CRC32 checksum = new CRC32();
        checksum.update(prelude);
        checksum.update(rest, 0, rest.length - 4);
        if ((int) checksum.getValue()
                != ByteBuffer.wrap(rest, rest.length - 4, 4).getInt()) {
            throw new DamageException("wrong checksum");
        }
        byte[] payload = new byte[rest.length - 4 - headerLength];
        System.arraycopy(rest, headerLength, payload, 0, payload.length);
        return Optional.of(new Message(headers(ByteBuffer.wrap(rest, 0, headerLength)), payload));
    }

    private static void requireChecksum(byte[] bytes, int length, int expected) throws DamageException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        if ((int) checksum.getValue() != expected) {
            throw new DamageException("wrong checksum");
        }
    }

    private static Map<String, String> headers(ByteBuffer bytes) throws DamageException {
        Map<String, String> headers = new HashMap<>();
        try {
            while (bytes.hasRemaining()) {
                String name = text(bytes, bytes.get() & 0xff);
                int type = bytes.get();
                // 0 and 1 are booleans without bytes; then byte, short, int, long, bytes, string, time, UUID.
                int length = switch (type) {
                    case 0, 1 -> 0;
                    case 2 -> 1;
                    case 3 -> 2;
                    case 4 -> 4;
                    case 5, 8 -> 8;
                    case 6, STRING -> bytes.getShort() & 0xffff;
                    case 9 -> 16;
                    default -> throw new DamageException("unknown type of header");
                };
                String value = text(bytes, length);
                if (type == STRING) {
                    headers.put(name, value);
                }
            }
        } catch (java.nio.BufferUnderflowException cut) {
            throw new DamageException("cut headers");
        }
        return headers;
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[Math.min(length, bytes.remaining() + 1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /// The stream is not what it should be.
    static final class DamageException extends IOException {
        private static final long serialVersionUID = 1;

        DamageException(String message) {
            super(message);
        }
    }
}
