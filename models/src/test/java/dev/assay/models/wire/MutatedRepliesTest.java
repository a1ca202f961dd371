package dev.assay.models.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.models.http.HostedModel;
import dev.assay.models.http.WireFuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The replies of `replies/*.json` with seeded damage: cut, flipped, doubled, swapped, filled with what
/// JSON finds hard.
class MutatedRepliesTest {

    private static final String[] HARD = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "\\ud800",
        "null",
        "1e999",
        "-0",
        "99999999999999999999999",
        "\n\n",
        "data:",
        "event: error\n",
        "[DONE]",
        "true",
        "{}",
        "[]",
        "\u0000",
        "\uFEFF",
        "\r",
        ",,",
        "\"error\":{\"message\":[]},"
    };

    static List<String> providers() {
        return Providers.ALL;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void areAnswersOrKnownFailures(String provider) throws Exception {
        Random dice = new Random(20261125);
        List<byte[]> bodies = RepliesTest.bodies(provider, false);
        List<byte[]> streams = RepliesTest.bodies(provider, true);
        int answers = 0;
        int failures = 0;
        try (HostedModel model = Providers.model(provider, "http://127.0.0.1:1", settings -> {})) {
            for (int round = 0; round < 1000; round++) {
                boolean streamed = round % 2 == 0 && !streams.isEmpty();
                List<byte[]> from = streamed ? streams : bodies;
                byte[] damaged = damage(from.get(dice.nextInt(from.size())), dice);
                WireFuzz.error(model, damaged);
                boolean answered = streamed ? WireFuzz.stream(model, damaged) : WireFuzz.whole(model, damaged);
                answers += answered ? 1 : 0;
                failures += answered ? 0 : 1;
            }
        }
        // Damage that hits nothing leaves an answer, and most damage does hit.
        assertThat(answers).isPositive();
        assertThat(failures).isGreaterThan(150);
    }

    private static byte[] damage(byte[] whole, Random dice) {
        byte[] bytes = whole;
        int wounds = dice.nextInt(4);
        for (int wound = 0; wound < wounds && bytes.length > 0; wound++) {
            int place = dice.nextInt(bytes.length);
            int end = Math.min(bytes.length, place + 1 + dice.nextInt(30));
            bytes = switch (dice.nextInt(5)) {
                case 0 -> Arrays.copyOf(bytes, place);
                case 1 -> replaced(bytes, place, place + 1, new byte[] {(byte) dice.nextInt(256)});
                case 2 -> replaced(bytes, place, place, Arrays.copyOfRange(bytes, place, end));
                case 3 -> replaced(bytes, place, end, new byte[0]);
                default ->
                    replaced(bytes, place, place, HARD[dice.nextInt(HARD.length)].getBytes(StandardCharsets.UTF_8));
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int start, int end, byte[] by) {
        byte[] result = new byte[bytes.length - (end - start) + by.length];
        System.arraycopy(bytes, 0, result, 0, start);
        System.arraycopy(by, 0, result, start, by.length);
        System.arraycopy(bytes, end, result, start + by.length, bytes.length - end);
        return result;
    }
}
