package dev.assay.tasks.data;

import dev.assay.core.contract.SampleSourceContract;
import dev.assay.core.task.SampleSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileSourceContractTest {

    private static final String ROWS = "{\"input\":\"a\"}\n{\"input\":\"b\"}\n{\"input\":\"c\"}\n";

    @TempDir
    private static Path folder;

    @Nested
    class InFileOrder extends SampleSourceContract {
        @Override
        protected SampleSource source() {
            return Datasets.open(Written.file(folder, "a.jsonl", ROWS));
        }
    }

    @Nested
    class Shuffled extends SampleSourceContract {
        @Override
        protected SampleSource source() {
            return Datasets.open(Written.file(folder, "b.jsonl", ROWS), DatasetOptions.DEFAULT.withShuffle(1));
        }
    }

    @Nested
    class Spooled extends SampleSourceContract {
        @Override
        protected SampleSource source() {
            return Datasets.open(
                    Written.file(folder, "c.csv", "input\na\nb\nc\n"), DatasetOptions.DEFAULT.withShuffle(1));
        }
    }
}
