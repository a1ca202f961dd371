package dev.assay.tasks.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Bytes that should be UTF-8.
final class TextBytes {

    private TextBytes() {}

    /// Where the text starts: after a UTF-8 byte order mark.
    ///
    /// @throws DatasetException if the mark is UTF-16's
    static int afterMark(byte[] bytes, int length, String file) {
        if (length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0x1FD && (bytes[0] == -1 || bytes[0] == -2)) {
            throw DatasetException.at(file, 1, "the file is UTF-16, but UTF-8 is read: save it as UTF-8");
        }
        return length >= 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB && (bytes[2] & 0xFF) == 0xBF
                ? 3
                : 0;
    }

    /// Whether the bytes are UTF-8, strictly: no surrogates, nothing overlong.
    static boolean isUtf8(byte[] bytes, int from, int to) {
        int signs = 0;
        for (int i = from; i < to; i++) {
            signs |= bytes[i];
        }
        if (signs >= 0) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
