package dev.assay.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.Sites;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What changed attention patterns must keep, on every architecture.
public abstract class PatternContract extends BackendContract {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// More tokens than any window of these models has.
    private static final int[] PROMPT = prompts(23).getFirst();

    private static Activations capture(Generator generator, int[] prompt, Site... sites) {
        return generator.capture("m", List.of(sites), List.of(prompt), Positions.all());
    }

    private static Generator blocking(Generator base, Positions queries, Positions keys, Site... sites) {
        return base.view(List.of(new Intervention.Blocking(List.of(sites), queries, keys)));
    }

    private static Site[] everyLayer(Generator generator) {
        return IntStream.range(0, generator.config().layerCount())
                .mapToObj(Sites::attnPattern)
                .toArray(Site[]::new);
    }

    /// Against transformers with the same keys masked (`bench/engine/make_patterns.py`).
    @ParameterizedTest
    @FieldSource("MODELS")
    void blockedKeysAreWhatTransformersMasks(String name) throws InterruptedException {
        try (var base = generator(name);
                var reference = SafetensorsReader.open(folder(name).resolve("../../patterns", name + ".safetensors"))) {
            var prompt = Arrays.stream(reference.segment("prompt").toArray(LONG))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            var early = blocking(
                    base,
                    Positions.at(IntStream.range(3, prompt.length).toArray()),
                    Positions.at(2, 11),
                    Sites.attnPattern(0));
            var head = blocking(
                    base,
                    Positions.at(-3, -2, -1),
                    Positions.at(0, 3, 10, 12),
                    Sites.attnPattern(1).head(1));
            assertRows(early.logits(prompt, prompt.length - 3), reference.floats("early"));
            assertRows(head.logits(prompt, prompt.length - 3), reference.floats("head"));
        }
    }

    private static void assertRows(float[][] rows, float[] expected) {
        assertThat(rows.length * rows[0].length).isEqualTo(expected.length);
        for (var r = 0; r < rows.length; r++) {
            var width = rows[r].length;
            assertClose(rows[r], Arrays.copyOfRange(expected, r * width, (r + 1) * width), 1e-4);
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void patchingAPatternWithItselfChangesNoBit(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var sites = new ArrayList<>(List.of(everyLayer(base)));
            sites.add(Sites.attnPattern(1).head(1));
            var run = capture(base, PROMPT, sites.toArray(Site[]::new));
            var logits = base.logits(PROMPT, 0);
            var all = sites.stream()
                    .map(site -> (Intervention) Intervention.Patching.from(run, site, Positions.all()))
                    .toList();
            assertThat(base.view(all).logits(PROMPT, 0)).isDeepEqualTo(logits);
            for (var one : all) {
                assertThat(base.view(List.of(one)).logits(PROMPT, 0)).isDeepEqualTo(logits);
            }
        }
    }

    /// The pattern is the base's without the key and scaled up to 1, and values are mixed by it.
    @ParameterizedTest
    @FieldSource("MODELS")
    void whatABlockedKeyLeavesIsSharedAmongTheOthers(String name) {
        try (var base = generator(name)) {
            var config = base.config();
            var site = Sites.attnPattern(0);
            var view = blocking(base, Positions.at(1, 4, -2, -1), Positions.at(4, -3), site.head(1));
            var before = capture(base, PROMPT, site, Sites.attnV(0));
            var after = capture(view, PROMPT, site, Sites.attnZ(0));
            var plain = before.pattern(site, 0);
            var changed = after.pattern(site, 0);
            var size = config.headDim();
            for (var head = 0; head < config.heads(); head++) {
                var shared = head / (config.heads() / config.keyValueHeads());
                for (var query = 0; query < PROMPT.length; query++) {
                    var expected = plain[head][query].clone();
                    if (head == 1 && (query == 4 || query >= 21)) {
                        expected[4] = 0;
                        expected[20] = 0;
                        var left = 0.0;
                        for (var share : expected) {
                            left += share;
                        }
                        for (var key = 0; key < expected.length; key++) {
                            expected[key] = (float) (expected[key] / left);
                        }
                    }
                    assertClose(changed[head][query], expected, 1e-5);
                    var mixed = new float[size];
                    for (var i = 0; i < size; i++) {
                        var sum = 0.0;
                        for (var key = 0; key <= query; key++) {
                            sum += (double) expected[key] * before.row(Sites.attnV(0), 0, key)[shared * size + i];
                        }
                        mixed[i] = (float) sum;
                    }
                    var row = after.row(Sites.attnZ(0), 0, query);
                    assertClose(Arrays.copyOfRange(row, head * size, (head + 1) * size), mixed, 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aTokenThatNoQuerySeesMayBeAny(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var view = blocking(base, Positions.all(), Positions.at(2), everyLayer(base));
            var other = PROMPT.clone();
            other[2] = PROMPT[2] == 9 ? 10 : 9;
            var one = view.logits(PROMPT, 0);
            var two = view.logits(other, 0);
            assertThat(two[2]).isNotEqualTo(one[2]);
            one[2] = two[2];
            assertClose(two, one, noise());
            assertThat(base.logits(other, 3)).isNotEqualTo(base.logits(PROMPT, 3));
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aQueryToWhichNoKeyIsLeftAttendsToNothing(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var config = base.config();
            var site = Sites.attnPattern(1);
            var none = blocking(base, Positions.at(5, -1), Positions.all(), site.head(0));
            var zeros = Direction.of("zeros", new float[config.headDim()]);
            var zeroed =
                    base.view(List.of(new Intervention.Replacing(Sites.attnZ(1).head(0), zeros, Positions.at(5, -1))));
            assertClose(none.logits(PROMPT, 0), zeroed.logits(PROMPT, 0), noise());
            var pattern = capture(none, PROMPT, site).pattern(site, 0);
            assertThat(pattern[0][5]).containsOnly(0);
            assertThat(pattern[0][22]).containsOnly(0);
            assertThat(sum(pattern[0][6])).isCloseTo(1, within(1e-5));
        }
    }

    private static double sum(float[] shares) {
        return IntStream.range(0, shares.length).mapToDouble(i -> shares[i]).sum();
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aPatchedPatternIsThatOfTheOtherRunWhateverIsBlocked(String name) {
        try (var base = generator(name)) {
            var site = Sites.attnPattern(1);
            var run = capture(base, prompts(9, 23).getLast(), site, site.head(1));
            var view = base.view(List.of(
                    Intervention.Patching.from(run, site.head(1), Positions.at(0, 7, -1)),
                    new Intervention.Blocking(List.of(site), Positions.all(), Positions.at(0))));
            var changed = capture(view, PROMPT, site).pattern(site, 0)[1];
            for (var query : new int[] {0, 7, 22}) {
                assertClose(changed[query], run.pattern(site, 0)[1][query], noise());
            }
            assertThat(changed[8][0]).isZero();
        }
    }

    @Test
    void aPatternIsAveragedPositionByPosition() {
        try (var base = generator("gemma2-bf16")) {
            var site = Sites.attnPattern(0);
            var prompts = prompts(9, 23, 12);
            var reference = base.capture("m", List.of(site), prompts, Positions.all());
            var means = Intervention.Patching.ofMeans(reference, site, Positions.all());
            assertThat(means.offsets())
                    .containsExactlyElementsOf(IntStream.range(0, 9).boxed().toList());
            var rows = capture(base.view(List.of(means)), PROMPT, site);
            for (var query = 0; query < 9; query++) {
                var row = rows.row(site, 0, query);
                for (var i = 0; i < row.length; i++) {
                    var mean = 0.0;
                    for (var prompt = 0; prompt < 3; prompt++) {
                        mean += reference.row(site, prompt, query)[i] / 3.0;
                    }
                    assertThat((double) row[i]).isCloseTo(mean, within(1e-6));
                }
            }
            assertThatThrownBy(() -> Intervention.Patching.ofMeans(reference, site, Positions.last()))
                    .hasMessage(
                            "Position -1 is not the same in every prompt: rows of attn_pattern.0 there have no mean");
        }
    }

    @Test
    void whatDoesNotFitAPatternIsRefusedInOneSentence() {
        try (var base = generator("gemma2-bf16")) {
            var site = Sites.attnPattern(0);
            var run = capture(base, PROMPT, site);
            var last = base.view(List.of(Intervention.Patching.from(run, site, Positions.last())));
            assertThatThrownBy(() -> last.logits(prompts(12).getFirst(), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(
                            "The row for position -1 is of a query at 22, and in a prompt of 12 tokens it is at 11");
            var blocked = blocking(base, Positions.all(), Positions.at(15), site);
            assertThatThrownBy(() -> blocked.logits(prompts(12).getFirst(), 0))
                    .hasMessage("block keys 15 in attn_pattern.0: Position 15 is not in a prompt of 12 tokens");
            assertThatThrownBy(() -> base.view(List.of(
                            new Intervention.Patching(site, List.of(3), List.of(Direction.of("short", 1, 0, 0))))))
                    .hasMessage("The row for position 3 has 3 numbers, not one a head and key");
            var window = Direction.of("far", one(base.config().heads() * PROMPT.length));
            assertThatThrownBy(() -> base.view(List.of(new Intervention.Patching(site, List.of(22), List.of(window)))))
                    .hasMessageStartingWith(
                            "The row for position 22 attends to position 0, and the window of attn_pattern.0");
            assertThatThrownBy(
                            () -> new Intervention.Blocking(List.of(Sites.attnZ(0)), Positions.all(), Positions.at(0)))
                    .hasMessage("attn_z.0 has no keys to block: attn_pattern has");
            assertThatThrownBy(() -> new Intervention.Adding(site, Direction.of("d", 1), 1, Positions.all()))
                    .hasMessage("attn_pattern.0 is no vector: zero, average, patch or block it");
        }
    }

    private static float[] one(int size) {
        var values = new float[size];
        values[0] = 1;
        return values;
    }
}
