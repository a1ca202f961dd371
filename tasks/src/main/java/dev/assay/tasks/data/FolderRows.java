package dev.assay.tasks.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files of a folder and of the folders in it, by name; hidden ones and links are left out. A text
/// file gives `input`, an image `image` and an empty `input`; all give `id` and `path` (within the
/// folder), `name`, `folder` and `media_type`.
final class FolderRows implements RowReader {

    private static final int MAX_FILES = 1_000_000;

    private final Path folder;
    private final int maxRow;
    private final List<Path> files;
    private int next;

    FolderRows(Path folder, int maxRow) {
        this.folder = folder;
        this.maxRow = maxRow;
        this.files = list(folder);
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> !Files.isSymbolicLink(file))
                    .map(folder::relativize)
                    .filter(FolderRows::isVisible)
                    .sorted(java.util.Comparator.comparing(FolderRows::words))
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (files.size() > MAX_FILES) {
                throw new DatasetException(folder + " holds more than " + MAX_FILES + " files; split it.");
            }
            return files;
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder.toString(), e);
        } catch (java.io.UncheckedIOException e) {
            throw SourceFiles.unreadable(folder.toString(), java.util.Objects.requireNonNull(e.getCause()));
        }
    }

    private static boolean isVisible(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String words(Path file) {
        return file.toString().replace('\\', '/');
    }

    @Override
    public @Nullable Row next() {
        if (next == files.size()) {
            return null;
        }
        Path file = files.get(next++);
        byte[] bytes = bytes(folder.resolve(file), words(file));
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", words(file));
        row.put("path", words(file));
        row.put("name", file.getFileName().toString());
        row.put("folder", file.getParent() == null ? "" : words(file.getParent()));
        ImageKind kind = ImageKind.of(bytes);
        if (kind == ImageKind.NONE) {
            if (!TextBytes.isUtf8(bytes, 0, bytes.length) || contains(bytes, (byte) 0)) {
                throw DatasetException.at(
                        words(file),
                        1,
                        "this file is neither UTF-8 text nor a PNG, JPEG, GIF, WebP or BMP image:"
                                + " take it out of the folder");
            }
            int start = TextBytes.afterMark(bytes, bytes.length, words(file));
            row.put("media_type", "text/plain");
            row.put("input", new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
        } else {
            row.put("media_type", kind.mediaType());
            row.put("input", "");
            row.put(
                    "image",
                    "data:" + kind.mediaType() + ";base64,"
                            + Base64.getEncoder().encodeToString(bytes));
        }
        return new Row(row, 1);
    }

    private byte[] bytes(Path file, String name) {
        try {
            if (Files.size(file) > maxRow) {
                throw DatasetException.at(
                        name, 1, "this file is larger than " + maxRow + " bytes: shrink it, or raise max_row_bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw SourceFiles.unreadable(name, e);
        }
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte each : bytes) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {}
}
