package dev.assay.models.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.models.wire.EventStreamWriter;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final byte[] MESSAGE = EventStreamWriter.message(
            Map.of(":event-type", "messageStop"), "{\"stopReason\":\"end_turn\"}".getBytes(StandardCharsets.UTF_8));

    private static EventStream stream(byte[] bytes) {
        return new EventStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void messagesAreReadToTheEnd() throws IOException {
        byte[] two = new byte[2 * MESSAGE.length];
        System.arraycopy(MESSAGE, 0, two, 0, MESSAGE.length);
        System.arraycopy(MESSAGE, 0, two, MESSAGE.length, MESSAGE.length);
        EventStream stream = stream(two);
        for (int index = 0; index < 2; index++) {
            EventStream.Message message = stream.next().orElseThrow();
            assertThat(message.header(":event-type")).isEqualTo("messageStop");
            assertThat(message.header(":other")).isEmpty();
            assertThat(message.payload()).asString(StandardCharsets.UTF_8).contains("end_turn");
        }
        assertThat(stream.next()).isEmpty();
    }

    /// AWS's own example of a message without headers (smithy-lang test vectors, "empty_message"): lengths
    /// 16 and 0.
    @Test
    void theEmptyMessageOfTheSpecificationIsRead() throws IOException {
        byte[] empty = {
            0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, (byte) 0xc2, 0x48, (byte) 0xeb, 0x7d, (byte) 0x98, (byte) 0xc8, (byte) 0xff
        };
        EventStream.Message message = stream(empty).next().orElseThrow();
        assertThat(message.headers()).isEmpty();
        assertThat(message.payload()).isEmpty();
    }

    @Test
    void everyFlippedBitIsSeen() {
        for (int bit = 0; bit < 8 * MESSAGE.length; bit++) {
            byte[] damaged = MESSAGE.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> stream(damaged).next())
                    .as("bit %d", bit)
                    .isInstanceOf(EventStream.DamageException.class);
        }
    }

    @Test
    void aCutMessageIsNoEnd() {
        for (int length = 1; length < MESSAGE.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(MESSAGE, length);
            assertThatThrownBy(() -> stream(cut).next()).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void noiseNeitherHangsNorTakesMemory() {
        Random dice = new Random(20261125);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[dice.nextInt(200)];
            dice.nextBytes(noise);
            try {
                EventStream stream = stream(noise);
                while (stream.next().isPresent()) {
                    // On to the damage.
                }
            } catch (IOException expected) {
                assertThat(expected).isInstanceOfAny(EventStream.DamageException.class, EOFException.class);
            }
        }
    }
}
