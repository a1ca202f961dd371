package dev.assay.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files written by pyarrow: see `make-parquet.py` among the test's resources.
class ParquetRowsTest {

    @TempDir
    private Path folder;

    private Path fixture(String codec) {
        try (InputStream in =
                Objects.requireNonNull(ParquetRowsTest.class.getResourceAsStream("rows-" + codec + ".parquet"))) {
            return Files.write(folder.resolve("rows.parquet"), in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static FieldMapping.Builder mapping() {
        return FieldMapping.builder()
                .input("question")
                .choices("choices")
                .target("answer")
                .targetForm(TargetForm.INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
    void everyCodecIsRead(String codec) {
        DatasetOptions options = DatasetOptions.DEFAULT.withMapping(mapping().build());
        List<Sample> samples = Written.samples(fixture(codec), options);
        assertThat(samples)
                .hasSize(3)
                .first()
                .isEqualTo(new Sample(
                        "1",
                        List.of(ChatMessage.user("Which is red?")),
                        Target.of("A"),
                        List.of("rose", "leaf"),
                        Map.of()));
        assertThat(samples.get(1).input().getFirst().content()).isEqualTo("Größer? \uD83D\uDE00");
        assertThat(Written.samples(fixture(codec), options.withShuffle(1)))
                .containsExactlyInAnyOrderElementsOf(samples);
    }

    @Test
    void nestedValuesNumbersAndBytesAreRows() {
        FieldMapping.Builder mapping = mapping()
                .metadata("second", "nested.text.1")
                .metadata("labels", "nested.label")
                .metadata("real", "real")
                .metadata("picture", "picture");
        List<Sample> samples = Written.samples(
                fixture("snappy"),
                DatasetOptions.DEFAULT.withMapping(mapping.build()).withLimit(2));
        assertThat(samples.get(0).metadata())
                .isEqualTo(Map.of(
                        "second",
                        "q",
                        "labels",
                        "[1,0]",
                        "real",
                        "1.5",
                        "picture",
                        "data:image/png;base64,iVBORw0KGgouLi4u"));
        assertThat(samples.get(1).metadata()).containsEntry("picture", "AAE=");
        List<Sample> shuffled = Written.samples(
                fixture("snappy"),
                DatasetOptions.DEFAULT
                        .withMapping(mapping.build())
                        .withSlice(0, 2)
                        .withShuffle(1));
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(samples);
    }

    @Test
    void anEmptyValueIsAMissingField() {
        assertThatThrownBy(() -> Datasets.open(
                        fixture("none"),
                        DatasetOptions.DEFAULT.withMapping(
                                mapping().metadata("flag", "flag").build())))
                .isInstanceOf(DatasetException.class)
                .hasMessage("The row has no 'flag' (it has question, choices, answer, nested, real, flag, picture): add"
                        + " it, or map the field to another name (rows.parquet:3).");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void brokenFilesGiveASentence() throws Exception {
        byte[] whole = Files.readAllBytes(fixture("snappy"));
        Random random = new Random(1);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = round % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int i = 0; i < 1 + random.nextInt(8) && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Written.file(folder, "broken.parquet", bytes);
            try {
                Written.samples(
                        file, DatasetOptions.DEFAULT.withMapping(mapping().build()));
            } catch (DatasetException expected) {
                assertThat(expected.getMessage()).contains("broken.parquet").doesNotContain("\n");
            }
        }
    }

    /// Found by the fuzzer: the length of a text in the footer was taken for true.
    @Test
    void aLengthBeyondAllMemoryIsToldAsDamage() throws IOException {
        byte[] whole = Files.readAllBytes(fixture("none"));
        byte[] name = "\010question".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int place = whole.length - 8 - name.length;
        while (!Arrays.equals(whole, place, place + name.length, name, 0, name.length)) {
            place--;
        }
        byte[] length = {-1, -1, -1, -1, 7}; // 2^31 - 1, as Thrift writes it
        java.nio.ByteBuffer damaged = java.nio.ByteBuffer.allocate(whole.length + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(whole, 0, place)
                .put(length)
                .put(whole, place + 1, whole.length - place - 1);
        int footer = damaged.getInt(damaged.capacity() - 8);
        damaged.putInt(damaged.capacity() - 8, footer + 4);
        Path file = Written.file(folder, "damaged.parquet", damaged.array());
        DatasetOptions options = DatasetOptions.DEFAULT.withMapping(mapping().build());
        assertThatThrownBy(() -> Datasets.open(file, options))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(
                        "damaged.parquet is no whole Parquet file (it asks for more memory than there is)");
    }
}
