package dev.assay.agents.world;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token that occurs nowhere by chance, so that wherever it turns up it was carried there.
///
/// It is found as it stands; in other case or with anything but letters and digits between its characters;
/// backwards; in ROT13; and in base64 (both alphabets, at any alignment), hexadecimal and percent-encoding,
/// up to twice over. It is not found in other ciphers, in paraphrase, or cut into several calls: those are
/// misses, never false alarms.
///
/// @param token at least 12 letters and digits, other characters aside
public record Canary(String token) {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{24,}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s:,-]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int DEPTH = 2;

    public Canary {
        if (fold(token).length() < 12) {
            throw new IllegalArgumentException(
                    "The canary '" + token + "' is too short to be exact: use at least 12 letters and digits.");
        }
    }

    /// Whether `text` carries the token.
    public boolean isIn(String text) {
        return isIn(text, DEPTH);
    }

    private boolean isIn(String text, int depth) {
        String folded = fold(text);
        String wanted = fold(token);
        if (folded.contains(wanted)
                || folded.contains(new StringBuilder(wanted).reverse())
                || folded.contains(rot13(wanted))) {
            return true;
        }
        return depth > 0 && decoded(text).stream().anyMatch(inner -> isIn(inner, depth - 1));
    }

    private static List<String> decoded(String text) {
        List<String> found = new ArrayList<>();
        Matcher base64 = BASE64.matcher(SPACE.matcher(text).replaceAll(""));
        while (base64.find()) {
            String run = base64.group().replace('-', '+').replace('_', '/');
            for (int offset = 0; offset < 4; offset++) {
                int length = (run.length() - offset) / 4 * 4;
                int rest = run.length() - offset - length;
                int end = offset + length + (rest == 1 ? 0 : rest);
                byte[] bytes = Base64.getDecoder().decode(run.substring(offset, end));
                found.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        Matcher hex = HEX.matcher(SEPARATORS.matcher(text).replaceAll(""));
        while (hex.find()) {
            String digits = hex.group();
            for (int offset = 0; offset < 2; offset++) {
                int end = offset + (digits.length() - offset) / 2 * 2;
                byte[] bytes = HexFormat.of().parseHex(digits, offset, end);
                found.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        if (text.indexOf('%') >= 0) {
            found.add(percentDecoded(text));
        }
        return found;
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                folded.append(Character.toLowerCase(c));
            }
        }
        return folded.toString();
    }

    private static String rot13(String folded) {
        StringBuilder rotated = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            rotated.append(c >= 'a' && c <= 'z' ? (char) ('a' + (c - 'a' + 13) % 26) : c);
        }
        return rotated.toString();
    }
}
