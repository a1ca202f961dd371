package dev.assay.tasks.fuzz;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import dev.assay.tasks.data.DataFormat;
import dev.assay.tasks.data.DatasetException;
import dev.assay.tasks.data.DatasetOptions;
import dev.assay.tasks.data.Datasets;
import dev.assay.tasks.data.FieldMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Any bytes as a dataset: the first byte picks format, shuffle and mapping. There are samples or a
/// sentence.
public final class DatasetFuzz {

    private static final DataFormat[] FORMATS = {DataFormat.JSONL, DataFormat.JSON, DataFormat.CSV, DataFormat.TSV};

    private DatasetFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        int kind = data[0] & 0xFF;
        DatasetOptions options =
                DatasetOptions.DEFAULT.withFormat(FORMATS[kind & 3]).withMaxRowBytes(1 << 16);
        if ((kind & 4) != 0) {
            options = options.withShuffle(kind);
        }
        if ((kind & 8) != 0) {
            options = options.withMapping(FieldMapping.builder()
                    .input("{{a.0}} {{b}}")
                    .choices("c")
                    .target("d")
                    .build());
        }
        read(Arrays.copyOfRange(data, 1, data.length), options);
    }

    /// Reads `bytes` to the end.
    ///
    /// @throws IllegalStateException if samples are lost, or what is wrong with them is not told
    static void read(byte[] bytes, DatasetOptions options) throws IOException {
        Path file = Files.createTempFile("fuzz", ".data");
        try {
            Files.write(file, bytes);
            SampleSource source = Datasets.open(file, options);
            try (Stream<Sample> samples = source.open()) {
                if (samples.count() != source.size()) {
                    throw new IllegalStateException("size() is wrong");
                }
            }
        } catch (DatasetException told) {
            String sentence = String.valueOf(told.getMessage());
            if (sentence.isBlank() || sentence.contains("\n")) {
                throw new IllegalStateException("no sentence", told);
            }
        } finally {
            Files.delete(file);
        }
    }
}
