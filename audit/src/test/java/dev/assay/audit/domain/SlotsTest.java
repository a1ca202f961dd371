package dev.assay.audit.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Fillings are counted and drawn without being listed.
class SlotsTest {

    private static Template template(String text) {
        return Template.parse(text, 1);
    }

    private static List<Template> list(String... texts) {
        return List.of(texts).stream().map(SlotsTest::template).toList();
    }

    @Test
    void everyFillingHasOneNumber() {
        Slots slots = new Slots(Map.of("a", list("x", "y", "{b}-{c}"), "b", list("1", "2"), "c", list("p", "q", "r")));
        for (String text : List.of("{a}", "{a} {b}", "{b} {a} {b}", "{a}{c}", "none", "{b}{c}{a}")) {
            List<Template> texts = list(text);
            long count = slots.count(texts);
            Set<Map<String, String>> seen = new HashSet<>();
            for (long i = 0; i < count; i++) {
                Map<String, String> filling = slots.filling(texts, i);
                assertThat(seen.add(filling)).as("%s %d", text, i).isTrue();
                assertThat(texts.getFirst().fill(filling)).doesNotContain("{");
            }
        }
        assertThat(slots.count(list("{a}"))).isEqualTo(8);
        assertThat(slots.count(list("{a} {b}"))).isEqualTo(2 * 2 + 6);
    }

    @Test
    void aSlotHasOneValueInADraw() {
        Slots slots = new Slots(Map.of("a", list("x", "y"), "b", list("{a}{a}")));
        for (int i = 0; i < 2; i++) {
            String filled = template("{a} {b}").fill(slots.filling(list("{a} {b}"), i));
            assertThat(filled).isIn("x xx", "y yy");
        }
    }

    @Test
    void aPermutationTakesEveryNumberOnce() {
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            int size = 1 + random.nextInt(500);
            Permutation permutation = new Permutation(size, random.nextLong());
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < size; i++) {
                seen.add(permutation.at(i));
            }
            assertThat(seen).hasSize(size).allMatch(value -> value >= 0 && value < size);
        }
    }

    @Test
    void millionsOfFillingsAreDrawnWithoutBeingListed() {
        Map<String, List<Template>> lists = new java.util.LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            List<Template> values = new ArrayList<>();
            for (int k = 0; k < 100; k++) {
                values.add(template("v" + k));
            }
            lists.put("s" + i, values);
            text.append("{s").append(i).append("}");
        }
        Slots slots = new Slots(lists);
        assertThat(slots.count(list(text.toString()))).isEqualTo(Slots.MOST);
        DrawStream stream = new DrawStream(
                slots, List.of(list(text.toString())), 7, draw -> draw.values().toString());
        assertThat(stream.available(5_000)).isEqualTo(5_000);
    }

    @Test
    void drawsAreDistinctRepeatableAndRunOut() {
        Slots slots = new Slots(Map.of("a", list("x", "y", "z")));
        List<List<Template>> choices = List.of(list("do {a}"), list("do x"), list("plain"));
        DrawStream one = new DrawStream(
                slots,
                choices,
                11,
                draw -> choices.get(draw.choice()).getFirst().fill(draw.values()));
        DrawStream two = new DrawStream(
                slots,
                choices,
                11,
                draw -> choices.get(draw.choice()).getFirst().fill(draw.values()));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            DrawStream.Draw draw = one.get(i).orElseThrow();
            assertThat(two.get(i)).contains(draw);
            seen.add(choices.get(draw.choice()).getFirst().fill(draw.values()));
        }
        assertThat(seen).containsExactlyInAnyOrder("do x", "do y", "do z", "plain");
        assertThat(one.get(4)).isEmpty();
        assertThat(one.available(100)).isEqualTo(4);
    }
}
