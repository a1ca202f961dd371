package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Interim.
final class JsonLines implements SampleSource {
    private final Path file;
    private long size = -1;
    private String digest = "";

    private JsonLines(Path file) {
        this.file = file;
    }

    static SampleSource open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("there is no dataset file '" + file + "'.");
        }
        return new JsonLines(file);
    }

    private void scan() {
        try (var in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long lines = 0;
            int last = '\n';
            for (int n; (n = in.read(buffer)) > 0; ) {
                sha.update(buffer, 0, n);
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                last = buffer[n - 1];
            }
            size = lines + (last == '\n' ? 0 : 1);
            digest = HexFormat.of().formatHex(sha.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName()).replaceAll("\\.[a-z]+$", "");
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public synchronized long size() {
        if (size < 0) {
            scan();
        }
        return size;
    }

    @Override
    public boolean shuffled() {
        return false;
    }

    @Override
    public synchronized String digest() {
        if (size < 0) {
            scan();
        }
        return digest;
    }

    @Override
    public Stream<Sample> open() {
        return open(0);
    }

    @Override
    public Stream<Sample> open(long skipped) {
        try {
            BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            for (long i = 0; i < skipped; i++) {
                reader.readLine();
            }
            return reader.lines().map(JsonLines::sample).onClose(() -> {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String line) {
        JsonNode json = JsonMapper.shared().readTree(line);
        return Sample.of(
                json.path("id").asString(""),
                json.path("input").asString(""),
                json.path("target").asString(""));
    }
}
