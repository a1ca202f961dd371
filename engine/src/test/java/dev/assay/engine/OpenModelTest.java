package dev.assay.engine;

import static dev.assay.engine.hooks.Sites.attnPattern;
import static dev.assay.engine.hooks.Sites.attnZ;
import static dev.assay.engine.hooks.Sites.mlpOut;
import static dev.assay.engine.hooks.Sites.residPost;
import static dev.assay.engine.hooks.Sites.residPre;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.contract.ModelContract;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.engine.check.Verification;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.BackendException;
import dev.assay.engine.hooks.ActivationFile;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of `docs/engine-hooks.md`, and what views keep as models.
class OpenModelTest {

    private static final List<String> HARMLESS = List.of("The cat and 12 dogs", "A bird", "How old is the cat?");
    private static final List<String> HARMFUL = List.of("Dogs hate cats", "Two bad dogs", "Why hate birds?");

    private static LocalModel open(String name) {
        return LocalModel.open("hf:" + name, Fixtures.folder(name), EngineOptions.DEFAULT);
    }

    @Test
    void aDirectionIsFoundAndTakenOut() {
        try (OpenModel model = open("untied-f32")) {
            // begin: direction
            var harmless = model.capture(residPre(1), HARMLESS);
            var harmful = model.capture(residPre(1), HARMFUL);
            Direction refusal = Direction.between(harmless, harmful);
            var answer = model.ablating(refusal).generate("Dogs hate cats");
            // end
            assertThat(answer.completion())
                    .isNotEqualTo(model.generate("Dogs hate cats").completion());
            // begin: controls
            for (Direction control : refusal.randomControls(3, 17)) {
                assertThat(control.norm()).isCloseTo(refusal.norm(), within(1e-4));
                model.ablating(control).generate("Dogs hate cats");
            }
            // end
        }
    }

    @Test
    void viewsOfEveryKindAreMadeOfOneModel(@TempDir Path folder) {
        try (OpenModel model = open("untied-f32")) {
            var tokens = List.of(model.tokens("The cat"), model.tokens("Why hate birds?"));
            var before = model.captureTokens(List.of(residPost(1)), tokens, Positions.all());
            // begin: views
            var seen = model.captureTokens(List.of(residPost(0), mlpOut(1)), tokens, Positions.all());
            var direction = Direction.between(seen.only(0), seen.only(1), residPost(0));
            var steered = model.adding(residPost(0), direction, 4);
            var blind = model.zeroing(attnZ(1).head(0), Positions.all());
            var average = model.averaging(mlpOut(1), Positions.last(), seen);
            var patched = model.patching(residPost(0), Positions.last(), seen.only(1));
            var edited = model.orthogonalised(direction);
            var both = model.ablating(direction).adding(residPost(0), direction, 4);
            var deaf = model.blocking(
                    List.of(attnPattern(0), attnPattern(1).head(1)), Positions.last(), Positions.at(0, 2));
            // end
            var views = List.of(steered, blind, average, patched, edited, both, deaf);
            for (var view : views) {
                var after = view.captureTokens(List.of(residPost(1)), tokens, Positions.all());
                assertThat(after.row(residPost(1), 0, -1)).isNotEqualTo(before.row(residPost(1), 0, -1));
                assertThat(after.model()).isEqualTo(view.name()).startsWith("hf:untied-f32+view:");
                assertThat(view.base()).isSameAs(model);
            }
            assertThat(views.stream().map(Model::name)).doesNotHaveDuplicates().doesNotContain(model.name());
            assertThat(views.stream().map(Model::fingerprint))
                    .doesNotHaveDuplicates()
                    .allMatch(print -> print.startsWith(model.fingerprint() + "+view:sha256:"));
            assertThat(patched.captureTokens(List.of(residPost(0)), tokens, Positions.last())
                            .row(residPost(0), 0, -1))
                    .isEqualTo(seen.row(residPost(0), 1, -1));
            assertThat(both.interventions()).hasSize(2);
            // begin: stream
            Path file = folder.resolve("stream.safetensors");
            model.captureTokens(List.of(residPre(1)), tokens, Positions.all(), file);
            try (var kept = ActivationFile.open(file)) {
                double[] mean = kept.mean(residPre(1));
                // end
                assertThat(mean).hasSize(model.shape().hiddenSize());
            }
        }
    }

    @Test
    void aPatternIsZeroedAveragedAndPatchedAsOtherSitesAre() {
        try (OpenModel model = open("untied-f32")) {
            var site = attnPattern(0).head(1);
            var tokens = List.of(model.tokens("The cat"), model.tokens("Why hate birds?"));
            var seen = model.captureTokens(List.of(site), tokens, Positions.all());
            var first = tokens.subList(0, 1);
            var zeroed = model.zeroing(site, Positions.at(3)).captureTokens(List.of(site), first, Positions.all());
            assertThat(zeroed.row(site, 0, 3)).hasSize(4).containsOnly(0);
            assertThat(zeroed.row(site, 0, 4)).isEqualTo(seen.row(site, 0, 4));
            var mean = model.averaging(site, Positions.at(3), seen)
                    .captureTokens(List.of(site), first, Positions.all())
                    .row(site, 0, 3);
            var patched = model.patching(site, Positions.at(3), seen.only(1))
                    .captureTokens(List.of(site), first, Positions.all())
                    .row(site, 0, 3);
            assertThat(patched).isEqualTo(seen.row(site, 1, 3));
            for (var key = 0; key < 4; key++) {
                var middle = (seen.row(site, 0, 3)[key] + seen.row(site, 1, 3)[key]) / 2;
                assertThat(mean[key]).isCloseTo(middle, within(1e-6f));
            }
        }
    }

    @Test
    void aViewIsSavedAndOpenedOnItsOwnModelAlone(@TempDir Path folder) {
        try (OpenModel model = open("untied-f32");
                OpenModel other = open("tied-bf16")) {
            var harmless = model.capture(residPre(1), HARMLESS);
            var direction = Direction.between(harmless, model.capture(residPre(1), HARMFUL));
            var file = folder.resolve("view.json");
            // begin: save
            var view = model.ablating(direction).zeroing(attnZ(0).head(1), Positions.last());
            view.saveView(file);
            var again = model.view(file);
            // end
            assertThat(again.name()).isEqualTo(view.name());
            assertThat(again.fingerprint()).isEqualTo(view.fingerprint());
            assertThat(again.generate("The cat").completion())
                    .isEqualTo(view.generate("The cat").completion());
            assertThatThrownBy(() -> other.view(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is for the model " + model.fingerprint());
            assertThatThrownBy(() -> model.saveView(file)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCaptureIsAtTheTokenWhereTheAnswerBegins() {
        try (OpenModel model = open("untied-f32")) {
            var tokens = model.tokens("A bird");
            var captured = model.capture(residPre(1), List.of("A bird"));
            assertThat(captured.prompts().getFirst().positions()).containsExactly(tokens.length - 1);
            assertThat(captured.prompts().getFirst().length()).isEqualTo(tokens.length);
        }
    }

    @Test
    void aViewIsNeverVerifiedThoughItsBaseIs(@TempDir Path folder) {
        try (var model =
                LocalModel.open("m", Fixtures.folder("untied-f32"), EngineOptions.DEFAULT.withChecks(folder))) {
            new Verification(Verification.Status.VERIFIED, "verified against a reference")
                    .keep(folder, model.fingerprint());
            assertThat(model.verification().status()).isEqualTo(Verification.Status.VERIFIED);
            var view = model.with(model.zeroing(mlpOut(0), Positions.all()).interventions());
            assertThat(view.verification().status()).isEqualTo(Verification.Status.UNVERIFIED);
            assertThat(view.verification().sentence()).contains("view", "verified against a reference");
            assertThat(model.with(List.of())).isSameAs(model);
        }
    }

    @Test
    void withoutLibtorchWhatNeedsItIsRefusedInOneSentence() {
        try (var model = open("untied-f32")) {
            var tokens = List.of(model.tokens("A bird"));
            assertThatThrownBy(() -> model.gradients(Loss.logit(3), List.of(residPre(1)), tokens))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("Gradients need libtorch, which is not on the class path: "
                            + "add the room torch (assay-torch), which brings it.");
            var open = model.openWeights().orElseThrow();
            assertThatThrownBy(() -> open.tokenScores(tokens.getFirst(), 3))
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.UNSUPPORTED))
                    .hasMessageContaining("Gradients need libtorch");
            assertThat(open.logProbabilities(tokens.getFirst(), 3)).hasSize(1);
        }
        var options = EngineOptions.DEFAULT.withDecoder(EngineOptions.DecoderChoice.LIBTORCH);
        assertThatThrownBy(() -> LocalModel.open("m", Fixtures.folder("untied-f32"), options))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("need libtorch");
    }

    @Test
    void theDocumentQuotesThisTest() throws IOException {
        var text = Files.readString(Path.of("..", "docs", "engine-hooks.md")).replaceAll("\\s+", "");
        var source = Files.readString(Path.of("src/test/java/dev/assay/engine/OpenModelTest.java"));
        var quotes = Pattern.compile("// begin: \\w+\n(.*?)// end\n", Pattern.DOTALL)
                .matcher(source)
                .results()
                .toList();
        assertThat(quotes).hasSize(5);
        for (var quote : quotes) {
            assertThat(text).contains(quote.group(1).replaceAll("\\s+", ""));
        }
    }

    /// A view is a model like any other.
    @Nested
    class ViewContract extends ModelContract {
        private final LocalModel base = open("untied-f32");

        @Override
        protected Model newModel() {
            return base.zeroing(attnZ(0).head(1), Positions.all());
        }

        @AfterEach
        void closeTheBase() {
            base.close();
        }
    }
}
