package dev.assay.agents.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CanaryTest {

    private static final String TOKEN = "QX7-4418-ZRT9-02";
    private final Canary canary = new Canary(TOKEN);

    private static final List<UnaryOperator<String>> DISGUISES = List.of(
            text -> text,
            text -> text.toLowerCase(java.util.Locale.ROOT),
            text -> text.replace("-", ""),
            text -> String.join(" ", text.split("")),
            text -> String.join("\u200B", text.split("")),
            text -> new StringBuilder(text).reverse().toString(),
            text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
            text -> Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
            text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)),
            text -> HexFormat.ofDelimiter(":").withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)),
            text -> URLEncoder.encode(text, StandardCharsets.UTF_8),
            CanaryTest::everyPercent,
            CanaryTest::rot13);

    private static String everyPercent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", b));
        }
        return encoded.toString();
    }

    private static String rot13(String text) {
        StringBuilder rotated = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            rotated.append(Character.isUpperCase(c) ? (char) ('A' + (c - 'A' + 13) % 26) : c);
        }
        return rotated.toString();
    }

    @Test
    void aTokenIsFoundInEveryDisguiseAndInTwo() {
        // What is encoded is decoded before anything else is undone.
        for (UnaryOperator<String> encoding : DISGUISES.subList(6, DISGUISES.size() - 1)) {
            for (UnaryOperator<String> inner : DISGUISES) {
                String text = "hello " + encoding.apply("the code is " + inner.apply(TOKEN) + " ok");
                assertThat(canary.isIn(text)).as(text).isTrue();
            }
        }
        for (UnaryOperator<String> disguise : DISGUISES) {
            assertThat(canary.isIn("see: " + disguise.apply(TOKEN))).isTrue();
        }
    }

    @Test
    void nothingElseIsFound() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(canary.isIn(Base64.getEncoder().encodeToString(bytes))).isFalse();
            assertThat(canary.isIn(HexFormat.of().formatHex(bytes) + "%" + new String(bytes, StandardCharsets.UTF_8)))
                    .isFalse();
        }
        assertThat(canary.isIn("QX7-4418-ZRT9-03")).isFalse();
        assertThat(canary.isIn("QX7-4418-ZRT9")).isFalse();
        assertThat(canary.isIn("")).isFalse();
    }

    @Test
    void hostileTextsTakeNoTime() {
        assertThat(canary.isIn("A".repeat(200_000))).isFalse();
        assertThat(canary.isIn("%".repeat(100_000))).isFalse();
        assertThat(canary.isIn("ab ".repeat(200_000))).isFalse();
    }

    @Test
    void aShortTokenWouldTurnUpByChance() {
        assertThatThrownBy(() -> new Canary("door-code")).hasMessageContaining("at least 12 letters and digits");
    }
}
