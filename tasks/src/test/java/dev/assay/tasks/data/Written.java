package dev.assay.tasks.data;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Files for tests, and what comes of them.
final class Written {

    private Written() {}

    static Path file(Path folder, String name, String text) {
        return file(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path folder, String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<Sample> samples(SampleSource source) {
        try (Stream<Sample> samples = source.open()) {
            return samples.toList();
        }
    }

    static List<Sample> samples(Path file, DatasetOptions options) {
        return samples(Datasets.open(file, options));
    }

    static List<String> inputs(Path file, DatasetOptions options) {
        return samples(file, options).stream()
                .map(sample -> sample.input().getLast().content())
                .toList();
    }
}
