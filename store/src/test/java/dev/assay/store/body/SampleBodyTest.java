package dev.assay.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleBodyTest {

    private static final SampleKey KEY = new SampleKey(7, 1, 1);

    private static EvalSample back(EvalSample sample, byte[] stored) {
        return SampleBody.decode(KEY, stored, sample.id(), sample.modelUsage());
    }

    @Test
    void anythingThatASampleMayHoldReadsBackEqual() {
        for (long seed = 0; seed < 20; seed++) {
            GeneratedSamples generator = new GeneratedSamples(seed);
            for (int round = 0; round < 100; round++) {
                EvalSample sample = generator.next(1);
                assertThat(back(sample, SampleBody.encode(KEY, sample)))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(sample);
            }
        }
    }

    @Test
    void equalSamplesAreEqualBytes() {
        EvalSample one = new GeneratedSamples(5).next(1);
        EvalSample other = new GeneratedSamples(5).next(1);
        assertThat(SampleBody.encode(KEY, one)).isEqualTo(SampleBody.encode(KEY, other));
    }

    @Test
    void aSimpleSampleIsSmall() {
        assertThat(SampleBody.encode(KEY, GeneratedSamples.simple(123_456, 1)).length)
                .isLessThan(120);
    }

    /// The calls of an agent say the whole conversation again and again; each message is written once.
    @Test
    void whatEveryCallRepeatsIsWrittenOnce() {
        EvalSample hundred = agent(100);
        EvalSample twoHundred = agent(200);
        int size = SampleBody.encode(KEY, hundred).length;
        int twice = SampleBody.encode(KEY, twoHundred).length;
        assertThat(back(twoHundred, SampleBody.encode(KEY, twoHundred))).isEqualTo(twoHundred);
        assertThat(twice).isLessThan(2 * size + size / 4);
    }

    private static EvalSample agent(int turns) {
        Random random = new Random(turns);
        List<ChatMessage> messages = new ArrayList<>();
        List<SampleEvent> events = new ArrayList<>();
        ModelOutput last = ModelOutput.of("m", "");
        for (int turn = 0; turn < turns; turn++) {
            messages.add(ChatMessage.user("Observation " + random.nextLong() + random.nextLong()));
            last = ModelOutput.of("m", "Action " + random.nextLong() + random.nextLong());
            events.add(new SampleEvent.ModelEvent(
                    Instant.EPOCH,
                    "m",
                    "",
                    ModelRequest.of(messages, GenerateConfig.DEFAULT),
                    Optional.of(last),
                    Optional.empty(),
                    Duration.ZERO,
                    0,
                    false));
            messages.add(last.message());
        }
        return new EvalSample(
                "agent",
                1,
                messages.subList(0, 1),
                List.of(),
                Target.of(),
                messages,
                Optional.of(last),
                Map.of(),
                Map.of(),
                ModelUsage.NONE,
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                events);
    }

    @Test
    void everyChangedBitAndEveryOtherKeyIsNoticed() {
        EvalSample sample = GeneratedSamples.simple(1, 1);
        byte[] stored = SampleBody.encode(KEY, sample);
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] changed = stored.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> back(sample, changed)).isInstanceOf(IllegalStateException.class);
        }
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> back(sample, cut)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> SampleBody.decode(new SampleKey(8, 1, 1), stored, "", ModelUsage.NONE))
                .hasMessageContaining("checksum");
    }

    /// Whoever forges a file can compute its checksums: what lies behind them must take neither time nor memory
    /// beyond its size.
    @Test
    void forgedBytesAreRefusedOrReadButNeverRunAway() {
        Random random = new Random(31);
        List<byte[]> seeds = new ArrayList<>();
        GeneratedSamples generator = new GeneratedSamples(31);
        for (int count = 0; count < 20; count++) {
            seeds.add(plain(generator.next(1)));
        }
        int read = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] forged = seeds.get(random.nextInt(seeds.size())).clone();
            if (round % 10 == 0) {
                forged = new byte[random.nextInt(300)];
                random.nextBytes(forged);
            } else {
                for (int change = random.nextInt(4); change >= 0; change--) {
                    forged[random.nextInt(forged.length)] =
                            (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 0xff : 0x7f);
                }
            }
            byte[] bytes = forged;
            try {
                new SampleDecoder(new ByteSource(bytes, bytes.length)).sample("", 1, ModelUsage.NONE);
                read++;
            } catch (RuntimeException refused) {
                // Which of them it is does not matter; an error of the machine would fail this test.
            }
        }
        assertThat(read).isPositive().isLessThan(30_000);
    }

    private static byte[] plain(EvalSample sample) {
        ByteSink sink = new ByteSink();
        new SampleEncoder(sink).sample(sample);
        return Arrays.copyOf(sink.array(), sink.length());
    }

    @Test
    void aDeclaredLengthIsHeldAgainstTheBytes() {
        byte[] huge = {1, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f, 3, 0};
        assertThatThrownBy(() -> SampleBody.decodeUnchecked(huge, huge.length, ByteSource::text))
                .hasMessageContaining("cannot hold");
        byte[] list = {1, 0, 5, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        assertThatThrownBy(() -> SampleBody.decodeUnchecked(list, list.length, source -> source.list(source::text)))
                .hasMessageContaining("does not fit");
        byte[] other = {2, 0, 0};
        assertThatThrownBy(() -> SampleBody.decodeUnchecked(other, other.length, ByteSource::text))
                .hasMessageContaining("format 2");
    }

    /// Bytes that point at one long conversation over and over would else unfold without limit.
    @Test
    void referencesAreCounted() {
        ByteSink sink = new ByteSink();
        sink.number(0);
        sink.number(100_000);
        sink.number(0);
        sink.octet(Codes.of(ChatMessage.Role.USER));
        sink.number(0);
        sink.number(0);
        for (int count = 1; count < 100_000; count++) {
            sink.number(1);
        }
        for (int count = 0; count < 10_000; count++) {
            sink.number(100_000);
            sink.number(0);
        }
        ByteSource source = new ByteSource(sink.array(), sink.length());
        MessageDecoder messages = new MessageDecoder(source);
        messages.main();
        assertThatThrownBy(() -> {
                    for (int count = 0; count < 10_000; count++) {
                        assertThat(messages.messages()).hasSize(100_000);
                    }
                })
                .hasMessageContaining("too many references");
    }

    @Test
    void whatShrinksBeyondBeliefIsStoredAsItIs() {
        EvalSample sample = GeneratedSamples.simple(0, 1, "a".repeat(20_000_000));
        byte[] stored = SampleBody.encode(KEY, sample);
        assertThat(stored.length).isGreaterThan(20_000_000);
        assertThat(back(sample, stored).equals(sample)).isTrue();
    }

    @Test
    void theHeaderReadsBackEqual() {
        byte[] stored = HeaderBody.encode(EvalJournalContract.header("run"));
        assertThat(HeaderBody.decode(stored)).isEqualTo(EvalJournalContract.header("run"));
        stored[10] ^= 1;
        assertThatThrownBy(() -> HeaderBody.decode(stored)).hasMessageContaining("checksum");
    }

    /// The bytes that this version of Assay wrote, so that no later one forgets how to read them.
    @Test
    void aBodyOfTheFirstFormatIsRead() {
        EvalSample sample = GeneratedSamples.simple(41, 1);
        byte[] stored = HexFormat.of().parseHex(FIRST_FORMAT);
        assertThat(back(sample, stored)).isEqualTo(sample);
    }

    private static final String FIRST_FORMAT =
            "0101db0183ba4c131aaa2686c405ab3cc8ad483e808439c86be0f0d683780312f8f0601706fba3031880387d02"
                    + "0ef5a707feb230ac3898c770e24d16d08540f7b7defdc78212ea043cb6e24226030300b55e6314";
}
