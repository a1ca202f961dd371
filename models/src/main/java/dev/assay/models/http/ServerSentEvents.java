package dev.assay.models.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads a stream of server-sent events (WHATWG HTML, section 9.2.6): lines end in LF, CR or both; the data
/// of an event is its data lines joined by LF; comments and unknown fields are passed over. The stream
/// bounds itself in bytes ({@link BoundedStream}) and in time.
public final class ServerSentEvents {

    private ServerSentEvents() {}

    /// Takes an event.
    @FunctionalInterface
    public interface EventReader {

        /// @param event its type; empty if it has none
        /// @param data its data, never empty
        /// @return whether more may follow
        boolean event(String event, String data) throws Failure;
    }

    /// Reads events until the reader wants no more or the stream ends. An event that the end cuts off,
    /// before its blank line, is taken too: some servers leave the line out.
    ///
    /// @throws IOException if the connection breaks
    /// @throws Failure what the reader throws
    public static void read(InputStream in, EventReader reader) throws IOException, Failure {
        InputStream buffered = new BufferedInputStream(in, 8192);
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        StringBuilder data = new StringBuilder();
        String event = "";
        boolean afterReturn = false;
        boolean first = true;
        while (true) {
            int unit = buffered.read();
            if (unit == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = unit == '\r';
            if (unit >= 0 && unit != '\n' && unit != '\r') {
                line.write(unit);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (first && text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            first = false;
            if (text.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(text, 5));
            } else if (text.startsWith("event:")) {
                event = value(text, 6);
            }
            if (text.isEmpty() || unit < 0) {
                if (!data.isEmpty() && !reader.event(event, data.toString())) {
                    return;
                }
                data.setLength(0);
                event = "";
            }
            if (unit < 0) {
                return;
            }
        }
    }

    private static String value(String line, int start) {
        return line.startsWith(" ", start) ? line.substring(start + 1) : line.substring(start);
    }
}
