package dev.assay.models.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes messages of AWS's event stream, for servers of tests.
public final class EventStreamWriter {

    private EventStreamWriter() {}

    /// A message with headers of type string.
    public static byte[] message(Map<String, String> headers, byte[] payload) {
        try {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(head);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                byte[] name = header.getKey().getBytes(StandardCharsets.UTF_8);
                byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
                out.writeByte(name.length);
                out.write(name);
                out.writeByte(7);
                out.writeShort(value.length);
                out.write(value);
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            DataOutputStream all = new DataOutputStream(message);
            all.writeInt(12 + head.size() + payload.length + 4);
            all.writeInt(head.size());
            all.writeInt(checksum(message.toByteArray()));
            all.write(head.toByteArray());
            all.write(payload);
            all.writeInt(checksum(message.toByteArray()));
            return message.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
