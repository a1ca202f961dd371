package dev.assay.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.task.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, there are samples or a sentence; and what was checked can be read.
class DatasetMutationTest {

    private static final String JSONL = """
            {"id": "a", "input": "What is 1+1?", "target": "2", "choices": ["1", "2"], "metadata": {"k": "v"}}
            {"id": "b", "input": [{"role": "user", "content": "Größe?"}], "target": ["x", "y"]}
            {"id": "c", "input": "plain"}
            """;

    @TempDir
    private Path folder;

    @Test
    void mutatedFilesGiveSamplesOrASentence() {
        List<byte[]> seeds = List.of(
                JSONL.getBytes(StandardCharsets.UTF_8),
                ("[" + JSONL.strip().replace("\n", ",\n") + "]").getBytes(StandardCharsets.UTF_8),
                "id,input,target\na,\"one, \"\"two\"\"\",x\nb,\"lines\nof text\",y\n".getBytes(StandardCharsets.UTF_8),
                Written.gzip(JSONL));
        List<String> names = List.of("a.jsonl", "a.json", "a.csv", "a.jsonl.gz");
        String special = "{}[]\":,\\\n\r\t 0e-\0";
        int read = 0;
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int kind = seed % seeds.size();
            byte[] bytes = seeds.get(kind).clone();
            if (random.nextInt(8) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            for (int i = 0; i < random.nextInt(5) && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = random.nextInt(3) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) special.charAt(random.nextInt(special.length()));
            }
            DatasetOptions options =
                    random.nextBoolean() ? DatasetOptions.DEFAULT : DatasetOptions.DEFAULT.withShuffle(seed);
            Path file = Written.file(folder, names.get(kind), bytes);
            try {
                var source = Datasets.open(file, options);
                List<Sample> samples = Written.samples(source);
                assertThat((long) samples.size()).as("seed " + seed).isEqualTo(source.size());
                read++;
            } catch (DatasetException expected) {
                assertThat(expected.getMessage())
                        .as("seed " + seed)
                        .contains(names.get(kind))
                        .doesNotContain("\n");
            }
        }
        assertThat(read).isGreaterThan(100);
    }
}
