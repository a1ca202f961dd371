package dev.assay.audit.detect;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/// A text made comparable, with the way back to the original: compatibility forms folded (NFKD), accents
/// and invisible characters dropped, Cyrillic and Greek look-alikes of Latin letters replaced, curly
/// quotes and dashes made plain, lower case, runs of white space one blank.
public final class NormalizedText {

    private static final Map<Character, Character> PLAIN = plain();

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private NormalizedText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    private static Map<Character, Character> plain() {
        String from = "‘’‚‛′`´ʼ“”„″‐‑‒–—―−" + "аеорсухкмнтвіјѕԁһ" + "οανρτυικχ" + "ı";
        String to = "''''''''\"\"\"\"-------" + "aeopcyxkmhtbijsdh" + "oavptuikx" + "i";
        Map<Character, Character> map = new java.util.HashMap<>();
        for (int i = 0; i < from.length(); i++) {
            map.put(from.charAt(i), to.charAt(i));
        }
        return Map.copyOf(map);
    }

    public static NormalizedText of(String original) {
        Builder builder = new Builder(original.length());
        int i = 0;
        while (i < original.length()) {
            int codePoint = original.codePointAt(i);
            int end = i + Character.charCount(codePoint);
            if (codePoint < 128) {
                builder.add((char) Character.toLowerCase(codePoint), i, end);
            } else if (!isInvisible(codePoint)) {
                Character known = codePoint < 0x10000 ? PLAIN.get((char) codePoint) : null;
                String folded = known != null
                        ? known.toString()
                        : Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
                for (int k = 0; k < folded.length(); k++) {
                    char c = folded.charAt(k);
                    if (Character.getType(c) != Character.NON_SPACING_MARK) {
                        char lower = Character.toLowerCase(c);
                        builder.add(PLAIN.getOrDefault(lower, lower), i, end);
                    }
                }
            }
            i = end;
        }
        return builder.build();
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /// Normalises a marker or any other text to look for; no blanks at its ends.
    public static String fold(String text) {
        return of(text).text().strip();
    }

    /// The comparable text.
    public String text() {
        return text;
    }

    public boolean isBlank() {
        return text.isBlank();
    }

    /// First UTF-16 unit of the original that made the character at an index.
    public int originalStart(int index) {
        return starts[index];
    }

    /// One past the last UTF-16 unit of the original that made the character before an index.
    public int originalEnd(int end) {
        return end == 0 ? 0 : ends[end - 1];
    }

    private static final class Builder {
        private final StringBuilder text;
        private int[] starts;
        private int[] ends;

        Builder(int size) {
            text = new StringBuilder(size);
            starts = new int[Math.max(16, size)];
            ends = new int[Math.max(16, size)];
        }

        void add(char c, int start, int end) {
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            boolean control = !blank && Character.isISOControl(c);
            if (control) {
                return;
            }
            int at = text.length();
            if (blank && at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\n')) {
                ends[at - 1] = end;
                if (c == '\n') {
                    text.setCharAt(at - 1, '\n');
                }
                return;
            }
            if (at == starts.length) {
                starts = Arrays.copyOf(starts, at * 2);
                ends = Arrays.copyOf(ends, at * 2);
            }
            starts[at] = start;
            ends[at] = end;
            text.append(blank ? c == '\n' ? '\n' : ' ' : c);
        }

        NormalizedText build() {
            return new NormalizedText(text.toString(), starts, ends);
        }
    }
}
