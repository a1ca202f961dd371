package dev.assay.models.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.models.openai.OpenAiChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static RateLimitHeaders of(Map<String, String> headers) {
        return RateLimitHeaders.of(
                new Reply(200, name -> Optional.ofNullable(headers.get(name)), InputStream.nullInputStream()), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "1s,1000",
        "6m0s,360000",
        "20ms,20",
        "1h2m3.5s,3723500",
        "1d,86400000",
        "2.5,2500",
        "60,60000",
        "2026-11-22T10:00:07Z,7000",
        "2026-11-22T09:00:00Z,0",
        "soon,0",
        "'',0",
        "-1s,0"
    })
    void aResetIsToldInManyForms(String value, long milliseconds) {
        assertThat(RateLimitHeaders.until(value, NOW)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void onlyWhatIsUsedUpStopsTheCalls() {
        assertThat(of(Map.of())).isEqualTo(RateLimitHeaders.SILENT);
        assertThat(of(Map.of("x-ratelimit-remaining-requests", "7", "x-ratelimit-reset-requests", "1s")))
                .isEqualTo(new RateLimitHeaders(7, Duration.ZERO));
        assertThat(of(Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "1s")))
                .isEqualTo(new RateLimitHeaders(0, Duration.ofSeconds(1)));
        assertThat(of(Map.of(
                        "x-ratelimit-remaining-requests", "7",
                        "x-ratelimit-remaining-tokens", "0",
                        "x-ratelimit-reset-tokens", "3s")))
                .isEqualTo(new RateLimitHeaders(7, Duration.ofSeconds(3)));
        assertThat(of(Map.of(
                        "anthropic-ratelimit-requests-remaining", "0",
                        "anthropic-ratelimit-requests-reset", "2026-11-22T10:00:09Z")))
                .isEqualTo(new RateLimitHeaders(0, Duration.ofSeconds(9)));
        assertThat(of(Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "6h")))
                .isEqualTo(new RateLimitHeaders(0, RateLimitHeaders.LONGEST_PAUSE));
        assertThat(of(Map.of("x-ratelimit-remaining-requests", "many")))
                .isEqualTo(new RateLimitHeaders(Long.MAX_VALUE, Duration.ZERO));
    }

    @Test
    void theNextCallWaitsForTheReset() throws IOException {
        FakeTiming timing = new FakeTiming();
        try (ChatServer server = new ChatServer(request -> ChatServer.json(
                        200,
                        ChatServer.completion("a"),
                        "X-RateLimit-Remaining-Requests: 0",
                        "X-RateLimit-Reset-Requests: 2s"));
                HostedModel model = OpenAiChatModel.named("m")
                        .baseUrl(server.baseUrl())
                        .timing(timing)
                        .build()) {
            model.generate(List.of(ChatMessage.user("Hi")), GenerateConfig.DEFAULT);
            assertThat(timing.sleeps()).isEmpty();
            assertThat(model.generate(List.of(ChatMessage.user("Hi")), GenerateConfig.DEFAULT)
                            .time())
                    .isZero();
            assertThat(timing.sleeps()).containsExactly(Duration.ofSeconds(2));
        }
    }
}
