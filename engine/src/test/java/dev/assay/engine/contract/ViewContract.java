package dev.assay.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.architecture.NormPlacement;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What interventions must keep, on every architecture.
public abstract class ViewContract extends BackendContract {

    private static final int[] PROMPT = prompts(23).getFirst();

    private static List<float[]> rows(Generator generator, Site site) {
        return generator
                .capture("m", List.of(site), List.of(PROMPT), Positions.all())
                .rows(site);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void ablationIsIdempotentAndKnowsNoScale(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var direction = direction(base.config().hiddenSize(), 1);
            var once = ablating(direction, base.config());
            var logits = base.view(List.of(once)).logits(PROMPT, 0);
            assertClose(base.view(List.of(once, once)).logits(PROMPT, 0), logits, 1e-4);
            assertClose(
                    base.view(List.of(ablating(direction.times(-17.3), base.config())))
                            .logits(PROMPT, 0),
                    logits,
                    1e-4);
            assertThat(base.view(List.of(ablating(direction.times(8), base.config())))
                            .logits(PROMPT, 0))
                    .isDeepEqualTo(logits);
            assertThat(base.logits(PROMPT, 0)[22]).isNotEqualTo(logits[22]);
            for (var site : Sites.stream(base.config())) {
                for (var row : rows(base.view(List.of(once)), site)) {
                    assertThat(along(row, direction)).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    private static double along(float[] row, Direction direction) {
        var unit = direction.unit();
        return IntStream.range(0, row.length).mapToDouble(i -> row[i] * unit[i]).sum();
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aCoefficientOfZeroChangesNoBit(String name) throws InterruptedException {
        try (var base = generator(name)) {
            for (var site : Sites.all(base.config())) {
                if (site.kind() != SiteKind.ATTN_PATTERN) {
                    var direction = direction(site.width(base.config(), 0), 2);
                    var view = base.view(List.of(new Intervention.Adding(site, direction, 0, Positions.all())));
                    assertThat(view.logits(PROMPT, 0)).isDeepEqualTo(base.logits(PROMPT, 0));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void ablatingIsOrthogonalisedWeights(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var direction = direction(base.config().hiddenSize(), 3);
            var weights = List.<Intervention>of(new Intervention.Orthogonalising(direction));
            if (base.config().norm().placement() != NormPlacement.BEFORE) {
                assertThatThrownBy(() -> base.view(weights)).hasMessageContaining("cannot be orthogonalised");
                return;
            }
            var before = base.logits(PROMPT, 0);
            var orthogonal = base.view(weights).logits(PROMPT, 0);
            assertClose(base.view(List.of(ablating(direction, base.config()))).logits(PROMPT, 0), orthogonal, 1e-4);
            assertThat(base.logits(PROMPT, 0)).isDeepEqualTo(before);
            assertThat(orthogonal[22]).isNotEqualTo(before[22]);
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void ofDirectionsThatAreNotAtRightAnglesTheSpanIsTakenOut(String name) {
        try (var base = generator(name)) {
            var config = base.config();
            var one = direction(config.hiddenSize(), 5);
            var two = Direction.of(
                    "near", sum(one.values(), direction(config.hiddenSize(), 6).values()));
            assertThat(one.cosine(two)).isGreaterThan(0.3);
            var basis = Direction.orthonormal(List.of(one, two, one.times(3)));
            assertThat(basis).hasSize(2);
            var views = new ArrayList<List<Intervention>>();
            views.add(basis.stream().map(axis -> ablating(axis, config)).toList());
            if (config.norm().placement() == NormPlacement.BEFORE) {
                views.add(List.of(new Intervention.Orthogonalising(one), new Intervention.Orthogonalising(two)));
            }
            for (var view : views) {
                for (var row : rows(base.view(view), Sites.residPost(config.layerCount() - 1))) {
                    assertThat(along(row, one)).isCloseTo(0, within(1e-4));
                    assertThat(along(row, two)).isCloseTo(0, within(1e-4));
                }
            }
        }
    }

    private static float[] sum(float[] x, float[] y) {
        var sum = x.clone();
        for (var i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void addingBehindALayerIsABiasOfItsLastProjection(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var bias =
                    DecoderLayout.of(base.config()).blocks().getFirst().down().bias();
            if (bias.isEmpty() || base.config().norm().placement() != NormPlacement.BEFORE) {
                return; // only a projection with a bias, and no norm behind it, can carry the addition
            }
            var direction = direction(base.config().hiddenSize(), 4);
            var changed = new ChangedWeights(
                    DecoderWeights.open(folder(name)), bias.get().tensor(), numbers -> {
                        for (var i = 0; i < numbers.length; i++) {
                            numbers[i] += 1.7f * direction.values()[i];
                        }
                    });
            var view = base.view(List.of(new Intervention.Adding(Sites.residPost(0), direction, 1.7, Positions.all())));
            try (var biased = generator(changed, 1, 8, 0)) {
                assertClose(view.logits(PROMPT, 0), biased.logits(PROMPT, 0), 1e-4);
                assertThat(biased.logits(PROMPT, 22)[0]).isNotEqualTo(base.logits(PROMPT, 22)[0]);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void patchingARunWithItselfChangesNoBit(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var sites = Sites.all(base.config()).stream()
                    .filter(site -> site.kind() != SiteKind.ATTN_PATTERN)
                    .toList();
            var run = base.capture("m", sites, List.of(PROMPT), Positions.all());
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

    @ParameterizedTest
    @FieldSource("MODELS")
    void patchingTheWholeStreamIsTheOtherRun(String name) throws InterruptedException {
        var other = prompts(9, 23).getLast();
        try (var base = generator(name)) {
            var last = Sites.residPost(base.config().layerCount() - 1);
            var run = base.capture("m", List.of(last), List.of(other), Positions.all());
            var view = base.view(List.of(Intervention.Patching.from(run, last, Positions.all())));
            assertClose(view.logits(PROMPT, 0), base.logits(other, 0), noise());
            var end = base.view(List.of(Intervention.Patching.from(run, last, Positions.last())));
            var mixed = end.logits(PROMPT, 0);
            assertClose(mixed[22], base.logits(other, 22)[0], noise());
            assertClose(mixed[21], base.logits(PROMPT, 21)[0], noise());
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void withoutAttentionAndMlpTheStreamIsTheEmbedding(String name) throws InterruptedException {
        try (var base = generator(name)) {
            var config = base.config();
            var zeros = Direction.of("zeros", new float[config.hiddenSize()]);
            var off = IntStream.range(0, config.layerCount())
                    .boxed()
                    .flatMap(layer -> List.of(Sites.attnOut(layer), Sites.mlpOut(layer)).stream())
                    .map(site -> (Intervention) new Intervention.Replacing(site, zeros, Positions.all()))
                    .toList();
            var last = Sites.residPost(config.layerCount() - 1);
            assertSameRows(rows(base.view(off), last), rows(base, Sites.embed()), last);
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aCaptureUnderAViewSeesWhatTheViewDid(String name) {
        try (var base = generator(name)) {
            var direction = direction(base.config().hiddenSize(), 5);
            var values = direction.values();
            var view =
                    base.view(List.of(new Intervention.Adding(Sites.residPost(0), direction, 1, Positions.at(2, -1))));
            var before = rows(base, Sites.residPost(0));
            var after = rows(view, Sites.residPost(0));
            assertSameRows(rows(view, Sites.residPre(1)), after, Sites.residPre(1));
            for (var r = 0; r < before.size(); r++) {
                for (var i = 0; i < values.length; i++) {
                    assertThat(after.get(r)[i])
                            .isEqualTo(r == 2 || r == 22 ? before.get(r)[i] + values[i] : before.get(r)[i]);
                }
            }
            assertThat(view.hiddenStates(PROMPT)[1]).isDeepEqualTo(after.toArray(float[][]::new));
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void whatAblatingTakesProjectingKeeps(String name) {
        try (var base = generator(name)) {
            for (var site :
                    List.of(Sites.mlpPre(0), Sites.attnOut(1), Sites.attnV(0).head(0))) {
                var direction = direction(site.width(base.config(), 0), 6);
                var gone = rows(
                        base.view(List.of(new Intervention.Ablating(List.of(site), direction, Positions.all()))), site);
                var kept =
                        rows(base.view(List.of(new Intervention.Projecting(site, direction, Positions.all()))), site);
                var whole = rows(base, site);
                for (var r = 0; r < whole.size(); r++) {
                    for (var i = 0; i < direction.size(); i++) {
                        assertThat((double) gone.get(r)[i] + kept.get(r)[i]).isCloseTo(whole.get(r)[i], within(1e-5));
                    }
                    assertThat(along(gone.get(r), direction)).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void theSecondSeesWhatTheFirstLeft(String name) {
        try (var base = generator(name)) {
            var direction = direction(base.config().hiddenSize(), 7);
            var site = Sites.residPre(1);
            var add = new Intervention.Adding(site, direction, 2, Positions.all());
            var ablate = new Intervention.Ablating(List.of(site), direction, Positions.all());
            for (var row : rows(base.view(List.of(ablate, add)), site)) {
                assertThat(along(row, direction)).isCloseTo(2 * direction.norm(), within(1e-4));
            }
            for (var row : rows(base.view(List.of(add, ablate)), site)) {
                assertThat(along(row, direction)).isCloseTo(0, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aZeroedHeadIsOutAndTheOthersStay(String name) {
        try (var base = generator(name)) {
            var config = base.config();
            var site = Sites.attnZ(0);
            var zeros = Direction.of("zeros", new float[config.headDim()]);
            var before = rows(base, site);
            var after =
                    rows(base.view(List.of(new Intervention.Replacing(site.head(1), zeros, Positions.at(4)))), site);
            for (var r = 0; r < before.size(); r++) {
                for (var i = 0; i < before.get(r).length; i++) {
                    var out = r == 4 && i / config.headDim() == 1;
                    assertThat(after.get(r)[i]).isEqualTo(out ? 0 : before.get(r)[i]);
                }
            }
        }
    }
}
