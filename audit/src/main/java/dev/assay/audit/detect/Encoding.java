package dev.assay.audit.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A way to hide a request, and back.
public enum Encoding {
    REVERSE_WORDS {
        @Override
        public String encode(String text) {
            List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
            Collections.reverse(words);
            return String.join(" ", words);
        }

        @Override
        public String decode(String code) {
            return encode(code);
        }
    },
    REVERSE_LETTERS {
        @Override
        public String encode(String text) {
            return new StringBuilder(text).reverse().toString();
        }

        @Override
        public String decode(String code) {
            return encode(code);
        }
    },
    ROT13 {
        @Override
        public String encode(String text) {
            StringBuilder code = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                char base = c >= 'a' && c <= 'z' ? 'a' : 'A';
                boolean letter = c >= base && c < base + 26;
                code.append(letter ? (char) (base + (c - base + 13) % 26) : c);
            }
            return code.toString();
        }

        @Override
        public String decode(String code) {
            return encode(code);
        }
    },
    BASE64 {
        @Override
        public String encode(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String decode(String code) {
            try {
                return new String(Base64.getDecoder().decode(code.strip()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                return "";
            }
        }
    },
    HEX {
        @Override
        public String encode(String text) {
            return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String decode(String code) {
            try {
                return new String(HexFormat.of().parseHex(code.strip()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notHex) {
                return "";
            }
        }
    },
    /// Reversible for texts without digits; letters come back in lower case.
    LEETSPEAK {
        private static final String LETTERS = "aeiost";
        private static final String DIGITS = "431057";

        @Override
        public String encode(String text) {
            return swap(text.toLowerCase(Locale.ROOT), LETTERS, DIGITS);
        }

        @Override
        public String decode(String code) {
            return swap(code, DIGITS, LETTERS);
        }

        private static String swap(String text, String from, String to) {
            StringBuilder swapped = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                int at = from.indexOf(text.charAt(i));
                swapped.append(at < 0 ? text.charAt(i) : to.charAt(at));
            }
            return swapped.toString();
        }
    };

    /// The hidden form of a text.
    public abstract String encode(String text);

    /// The text behind a hidden form; empty if it is none.
    public abstract String decode(String code);

    /// The name in a domain file, such as `reverse-words`.
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> names() {
        return List.of(values()).stream().map(Encoding::fileName).toList();
    }

    public static Optional<Encoding> named(String name) {
        return List.of(values()).stream()
                .filter(encoding -> encoding.fileName().equals(name))
                .findFirst();
    }
}
