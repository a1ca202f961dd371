package dev.assay.tasks.fuzz;

import dev.assay.tasks.data.DataFormat;
import dev.assay.tasks.data.DatasetOptions;
import dev.assay.tasks.data.FieldMapping;
import java.io.IOException;

/// Any bytes as a dataset in Parquet: there are samples or a sentence.
public final class ParquetFuzz {

    private static final DatasetOptions OPTIONS = DatasetOptions.DEFAULT
            .withFormat(DataFormat.PARQUET)
            .withMaxRowBytes(1 << 16)
            .withMapping(FieldMapping.builder().input("question").build());

    private ParquetFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        DatasetFuzz.read(data, OPTIONS);
    }
}
