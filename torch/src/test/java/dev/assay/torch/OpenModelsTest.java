package dev.assay.torch;

import static dev.assay.engine.hooks.Sites.attnZ;
import static dev.assay.engine.hooks.Sites.embed;
import static dev.assay.engine.hooks.Sites.mlpOut;
import static dev.assay.engine.hooks.Sites.residPost;
import static dev.assay.engine.hooks.Sites.residPre;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.contract.ModelContract;
import dev.assay.core.contract.OpenWeightsContract;
import dev.assay.core.model.Model;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.EngineOptions.DecoderChoice;
import dev.assay.engine.LocalModel;
import dev.assay.engine.OpenModel;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models opened in plain Java and on libtorch: whoever holds one need not care which it is.
class OpenModelsTest {

    private static final Path FOLDERS = Path.of("..", "engine", "src", "test", "resources", "llama");

    private static LocalModel open(String name, DecoderChoice choice) {
        return LocalModel.open(
                "hf:" + name,
                FOLDERS.resolve(name),
                EngineOptions.DEFAULT.withWorkers(1).withDecoder(choice));
    }

    @Test
    void bothDecodersGiveTheSameAnswersAndActivationsUnderEveryView(@TempDir Path folder) {
        try (OpenModel java = open("untied-f32", DecoderChoice.JAVA);
                OpenModel torch = open("untied-f32", DecoderChoice.LIBTORCH)) {
            assertThat(torch.fingerprint()).isEqualTo(java.fingerprint());
            var tokens = List.of(java.tokens("The cat"), java.tokens("Why hate birds?"));
            var sites = List.of(residPost(0), mlpOut(1));
            var seen = java.captureTokens(sites, tokens, Positions.all());
            assertClose(torch.captureTokens(sites, tokens, Positions.all()), seen, mlpOut(1));
            var direction = Direction.between(seen.only(0), seen.only(1), residPost(0));
            for (var view : List.<Function<OpenModel, OpenModel>>of(
                    model -> model,
                    model -> model.adding(residPost(0), direction, 4),
                    model -> model.zeroing(attnZ(1).head(0), Positions.all()),
                    model -> model.averaging(mlpOut(1), Positions.last(), seen),
                    model -> model.patching(residPost(0), Positions.last(), seen.only(1)),
                    model -> model.orthogonalised(direction),
                    model -> model.projecting(residPre(1), direction),
                    model -> model.ablating(direction).adding(residPost(0), direction, 4))) {
                var ours = view.apply(java);
                var theirs = view.apply(torch);
                assertThat(theirs.name()).isEqualTo(ours.name());
                assertClose(
                        theirs.captureTokens(List.of(residPost(1)), tokens, Positions.all()),
                        ours.captureTokens(List.of(residPost(1)), tokens, Positions.all()),
                        residPost(1));
                assertThat(theirs.generate("Dogs hate cats").completion())
                        .isEqualTo(ours.generate("Dogs hate cats").completion());
            }
            var file = folder.resolve("view.json");
            java.ablating(direction).saveView(file);
            assertThat(torch.view(file).generate("The cat").completion())
                    .isEqualTo(java.view(file).generate("The cat").completion());
        }
    }

    private static void assertClose(Activations actual, Activations expected, Site site) {
        var rows = expected.rows(site);
        for (var r = 0; r < rows.size(); r++) {
            for (var i = 0; i < rows.get(r).length; i++) {
                assertThat(actual.rows(site).get(r)[i]).isCloseTo(rows.get(r)[i], within(1e-4f));
            }
        }
    }

    @Test
    void aModelInPlainJavaHasTheGradientsOfLibtorchUnderItsViews() {
        try (OpenModel java = open("tied-bf16", DecoderChoice.JAVA);
                OpenModel torch = open("tied-bf16", DecoderChoice.LIBTORCH)) {
            var tokens = List.of(java.tokens("The cat"), java.tokens("Why hate birds?"));
            // begin: gradients
            Loss preference = Loss.logit(12).minus(Loss.logit(40));
            var gradients = java.gradients(preference, List.of(residPost(0)), tokens);
            var direction = Direction.of("towards 12", gradients.row(residPost(0), 0, -1));
            var steered = java.adding(residPost(0), direction, 2);
            // end
            var sites = List.of(embed(), residPost(0));
            var ours = steered.gradients(preference, sites, tokens);
            var theirs = torch.adding(residPost(0), direction, 2).gradients(preference, sites, tokens);
            assertThat(ours.losses()).isEqualTo(theirs.losses());
            assertThat(ours.losses().getFirst())
                    .isGreaterThan(gradients.losses().getFirst());
            assertThat(ours.row(embed(), 1, 0)).isEqualTo(theirs.row(embed(), 1, 0));
            assertThat(ours.values().model()).isEqualTo(steered.name());
        }
    }

    @Test
    void theDocumentQuotesThisTest() throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/assay/torch/OpenModelsTest.java"));
        var begin = source.indexOf("// begin: gradients\n") + "// begin: gradients\n".length();
        var quote = source.substring(begin, source.indexOf("// end", begin)).replaceAll("\\s+", "");
        assertThat(quote).hasSizeGreaterThan(200);
        assertThat(Files.readString(Path.of("..", "docs", "engine-hooks.md")).replaceAll("\\s+", ""))
                .contains(quote);
    }

    @Test
    void gradientsOfFilesThatWereChangedAreRefused(@TempDir Path folder) throws IOException {
        try (var files = Files.list(FOLDERS.resolve("untied-f32"))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (var model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            var tokens = List.of(model.tokens("The cat"));
            Files.writeString(folder.resolve("config.json"), " ", java.nio.file.StandardOpenOption.APPEND);
            assertThatThrownBy(() -> model.gradients(Loss.logit(3), List.of(embed()), tokens))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("were changed since it was opened");
        }
    }

    @Test
    void aClosedModelComputesNothing() {
        var model = open("untied-f32", DecoderChoice.LIBTORCH);
        var tokens = List.of(model.tokens("The cat"));
        var view = model.zeroing(mlpOut(0), Positions.all());
        view.close();
        assertThat(view.generate("The cat").completion()).isNotNull();
        model.close();
        for (var closed : List.of(model, view)) {
            assertThatThrownBy(() -> closed.captureTokens(List.of(embed()), tokens, Positions.all()))
                    .hasMessage("The model is closed.");
            assertThatThrownBy(() -> closed.gradients(Loss.logit(3), List.of(embed()), tokens))
                    .hasMessage("The model is closed.");
        }
    }

    @Test
    void weightsAreUsedInTheTypeTheyAreKeptIn() {
        try (var stored = open("tied-bf16", DecoderChoice.LIBTORCH_AS_STORED);
                var wide = open("tied-bf16", DecoderChoice.LIBTORCH)) {
            assertThat(stored.generator().kernel()).isEqualTo("libtorch, bfloat16");
            assertThat(wide.generator().kernel()).isEqualTo("libtorch, 32-bit floats");
            assertThat(stored.generate(
                                    List.of(dev.assay.core.model.ChatMessage.user("The cat")),
                                    dev.assay.core.model.GenerateConfig.DEFAULT.withMaxTokens(4))
                            .completion())
                    .isNotNull();
        }
    }

    @Nested
    class LibtorchModel extends ModelContract {
        @Override
        protected Model newModel() {
            return open("untied-f32", DecoderChoice.LIBTORCH);
        }
    }

    @Nested
    class OpenOnLibtorch extends OpenWeightsContract {
        @Override
        protected Model newModel() {
            return open("untied-f32", DecoderChoice.LIBTORCH);
        }
    }

    @Nested
    class OpenInPlainJava extends OpenWeightsContract {
        @Override
        protected Model newModel() {
            return open("untied-f32", DecoderChoice.JAVA);
        }
    }
}
