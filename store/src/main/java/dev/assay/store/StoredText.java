package dev.assay.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Text as a SQLite column can hold it. UTF-8 has no lone surrogates and SQLite's own functions stop at
/// NUL, so these two, and the backslash that escapes them, are written as JSON writes them: `\ud83d`,
/// `\u0000`, `\\`. All other text is stored as it is. Different texts are stored differently.
final class StoredText {

    private StoredText() {}

    static String encode(String text) {
        int length = text.length();
        for (int index = 0; index < length; index++) {
            char unit = text.charAt(index);
            if (unit == '\0' || unit == '\\' || isLoneSurrogate(text, index)) {
                return escape(text, true);
            }
        }
        return text;
    }

    static String decode(String stored) {
        if (stored.indexOf('\\') < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        int index = 0;
        while (index < stored.length()) {
            char unit = stored.charAt(index++);
            if (unit != '\\') {
                text.append(unit);
            } else if (stored.charAt(index) == '\\') {
                text.append('\\');
                index++;
            } else {
                text.append((char) Integer.parseInt(stored, index + 1, index + 5, 16));
                index += 5;
            }
        }
        return text.toString();
    }

    /// JSON text in which each lone surrogate, which can only stand within a string, is escaped.
    static String wellFormedJson(String json) {
        for (int index = 0; index < json.length(); index++) {
            if (isLoneSurrogate(json, index)) {
                return escape(json, false);
            }
        }
        return json;
    }

    /// A CRC-32C over stored texts, each with its length.
    static long checksum(String... stored) {
        CRC32C checksum = new CRC32C();
        for (String text : stored) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            checksum.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            checksum.update(bytes);
        }
        return checksum.getValue();
    }

    private static String escape(String text, boolean backslashes) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit == '\\' && backslashes) {
                escaped.append("\\\\");
            } else if (unit == '\0' || isLoneSurrogate(text, index)) {
                escaped.append(String.format("\\u%04x", (int) unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char unit = text.charAt(index);
        if (!Character.isSurrogate(unit)) {
            return false;
        }
        return Character.isHighSurrogate(unit)
                ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
                : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }
}
