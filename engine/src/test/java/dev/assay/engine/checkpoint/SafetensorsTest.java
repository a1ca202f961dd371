package dev.assay.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void whatIsWrittenIsReadBackInEveryType(Dtype dtype) throws IOException {
        var random = new Random(3);
        for (var round = 0; round < 50; round++) {
            var tensors = randomTensors(random);
            var file = Files.write(folder.resolve("some.safetensors"), bytes(tensors, dtype));
            try (var reader = SafetensorsReader.open(file)) {
                assertThat(reader.names()).containsExactlyElementsOf(tensors.keySet());
                for (var tensor : tensors.entrySet()) {
                    assertThat(reader.entry(tensor.getKey()).shape())
                            .isEqualTo(tensor.getValue().shape());
                    assertThat(reader.floats(tensor.getKey()))
                            .isEqualTo(rounded(tensor.getValue().values(), dtype));
                }
            }
        }
    }

    @Test
    void theSameNumbersGiveTheSameBytesAndTheDataStartsOnAMultipleOfEight() throws IOException {
        var bytes = bytes(randomTensors(new Random(5)), Dtype.F32);
        assertThat(bytes).isEqualTo(bytes(randomTensors(new Random(5)), Dtype.F32));
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
    }

    @Test
    void bfloat16RoundsToNearestAndTiesToEven() {
        assertThat(Dtype.fromBfloat16(Dtype.toBfloat16(Float.intBitsToFloat(0x3F80_7FFF))))
                .isEqualTo(1.0f);
        assertThat(Dtype.toBfloat16(Float.intBitsToFloat(0x3F80_8000))).isEqualTo((short) 0x3F80);
        assertThat(Dtype.toBfloat16(Float.intBitsToFloat(0x3F81_8000))).isEqualTo((short) 0x3F82);
        assertThat(Dtype.toBfloat16(Float.intBitsToFloat(0x3F80_8001))).isEqualTo((short) 0x3F81);
        assertThat(Dtype.fromBfloat16(Dtype.toBfloat16(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Dtype.fromBfloat16(Dtype.toBfloat16(Float.intBitsToFloat(0x7F80_0001))))
                .isNaN();
        assertThat(Dtype.fromBfloat16(Dtype.toBfloat16(-0.0f))).isEqualTo(-0.0f);
    }

    @Test
    void damagedBytesGiveACheckpointExceptionOrAFile() throws IOException {
        var random = new Random(11);
        var refused = 0;
        for (var round = 0; round < 2_000; round++) {
            var bytes = mutate(bytes(randomTensors(random), Dtype.F32), random);
            var file = Files.write(folder.resolve("mutated.safetensors"), bytes);
            try (var reader = SafetensorsReader.open(file)) {
                for (var name : reader.names()) {
                    reader.floats(name);
                }
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("mutated.safetensors");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}",
                "{\"a\":7}",
                "[]",
                "{} {}",
                "{\"a\":",
            })
    void aHeaderThatLiesIsRefused(String header) throws IOException {
        var json = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
        var file = Files.write(folder.resolve("lying.safetensors"), bytes);
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lying.safetensors");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 3, 99_999_999, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void anAbsurdHeaderLengthIsRefused(long length) throws IOException {
        var bytes = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        var file = Files.write(folder.resolve("absurd.safetensors"), bytes);
        assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(CheckpointException.class);
    }

    private static TreeMap<String, SafetensorsWriter.Values> randomTensors(Random random) {
        var tensors = new TreeMap<String, SafetensorsWriter.Values>();
        var count = 1 + random.nextInt(4);
        for (var i = 0; i < count; i++) {
            var shape = List.of(random.nextInt(4), 1 + random.nextInt(5));
            var values = new float[shape.get(0) * shape.get(1)];
            for (var j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            tensors.put("t\"é" + random.nextInt(1000), new SafetensorsWriter.Values(shape, values));
        }
        return tensors;
    }

    private static byte[] bytes(TreeMap<String, SafetensorsWriter.Values> tensors, Dtype dtype) throws IOException {
        var out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, tensors, dtype);
        return out.toByteArray();
    }

    private static float[] rounded(float[] values, Dtype dtype) {
        var rounded = values.clone();
        for (var i = 0; i < rounded.length; i++) {
            rounded[i] = switch (dtype) {
                case F32 -> values[i];
                case F16 -> Float.float16ToFloat(Float.floatToFloat16(values[i]));
                case BF16 -> Dtype.fromBfloat16(Dtype.toBfloat16(values[i]));
            };
        }
        return rounded;
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
            default -> {
                var mutated = bytes.clone();
                for (var i = 0; i < 1 + random.nextInt(5); i++) {
                    mutated[random.nextInt(Math.min(mutated.length, 200))] = (byte) random.nextInt(256);
                }
                yield mutated;
            }
        };
    }
}
