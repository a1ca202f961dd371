package dev.assay.tasks.data;

import java.nio.charset.StandardCharsets;

/// What a file's first bytes say that it is; its name is not asked.
enum ImageKind {
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp"),
    BMP("image/bmp"),
    NONE("");

    private final String mediaType;

    ImageKind(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static ImageKind of(byte[] bytes) {
        if (starts(bytes, 0, "\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (starts(bytes, 0, "\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) {
            return GIF;
        }
        if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
            return WEBP;
        }
        boolean bitmap = starts(bytes, 0, "BM") && bytes.length > 26 && bytes[6] == 0 && bytes[7] == 0;
        return bitmap ? BMP : NONE;
    }

    private static boolean starts(byte[] bytes, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length
                && java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
