package dev.assay.organisms.bpe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two conventions that byte-level tokenizers share: how a text is cut into pieces before merging, and
/// which printable character stands for which byte (GPT-2's table).
final class ByteAlphabet {
    /// A hyphen with letters, letters with one space before them, single digits, other marks, white space.
    static final String CUT = "-\\p{L}+| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static final Pattern CUTTER = Pattern.compile(CUT, Pattern.UNICODE_CHARACTER_CLASS);
    private static final char[] SHOWN = shown();
    private static final java.util.Map<Character, Integer> VALUES = values();

    private ByteAlphabet() {}

    /// The pieces of a text, in order; together they are the text.
    static Matcher pieces(String text) {
        return CUTTER.matcher(text);
    }

    /// The character that stands for a byte.
    ///
    /// @param value 0 to 255
    static char shown(int value) {
        return SHOWN[value];
    }

    /// A piece of text as the characters that stand for its UTF-8 bytes.
    static String shown(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            shown.append(SHOWN[each & 0xff]);
        }
        return shown.toString();
    }

    /// The byte that a character stands for, 0 to 255.
    static int value(char shown) {
        Integer value = VALUES.get(shown);
        if (value == null) {
            throw new IllegalArgumentException("No byte is shown as '" + shown + "'.");
        }
        return value;
    }

    private static java.util.Map<Character, Integer> values() {
        java.util.Map<Character, Integer> values = new java.util.HashMap<>();
        for (int value = 0; value < 256; value++) {
            values.put(SHOWN[value], value);
        }
        return values;
    }

    private static char[] shown() {
        char[] table = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || (value >= 0xae);
            table[value] = printable ? (char) value : (char) next++;
        }
        return table;
    }
}
