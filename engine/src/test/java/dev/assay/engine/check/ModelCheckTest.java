package dev.assay.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.Fixtures;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCheckTest {

    private static final Weights WEIGHTS = Weights.read(Fixtures.folder("wide-head-f16"));

    @TempDir
    private Path folder;

    private static final String FINGERPRINT = "sha256:" + "ab".repeat(32);

    private Comparison check(String model, String from, String to) throws Exception {
        var config = "config.json";
        try (var files = Files.list(ArchitectureFixtures.folder(model))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        var text = Files.readString(folder.resolve(config));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(config), text.replace(from, to));
        try (var weights = DecoderWeights.open(folder);
                var generator = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            return ModelCheck.run(generator, ReferenceDump.read(folder.resolve(ReferenceDump.FILE)));
        }
    }

    @Test
    void aFolderThatIsComputedAsItsReferenceAgrees() throws Exception {
        var comparison = check("qwen2-bf16", "silu", "silu");
        assertThat(comparison.agrees()).isTrue();
        assertThat(comparison.firstLayer()).isEmpty();
        assertThat(comparison.cases()).isEqualTo(4);
        assertThat(comparison.longest()).isEqualTo(104);
        assertThat(comparison.reach()).isEqualTo("up to 104 tokens");
        assertThat(Verification.of(comparison, "transformers 5").status()).isEqualTo(Verification.Status.VERIFIED);
    }

    @Test
    void aFaultIsFoundInTheLayerWhereItBegins() throws Exception {
        var comparison = check("qwen2-bf16", "\"sliding_attention\"", "\"full_attention\"");
        assertThat(comparison.agrees()).isFalse();
        assertThat(comparison.firstLayer()).isEqualTo(OptionalInt.of(1));
        assertThat(Verification.of(comparison, "transformers 5").status()).isEqualTo(Verification.Status.DIFFERS);
    }

    @Test
    void aFaultInEveryLayerIsFoundInTheFirst() throws Exception {
        var comparison = check("llama3-bf16", "\"factor\": 8.0", "\"factor\": 2.0");
        assertThat(comparison.agrees()).isFalse();
        assertThat(comparison.firstLayer()).isEqualTo(OptionalInt.of(0));
        assertThat(comparison.spreadDifference()).isGreaterThan(comparison.tolerance());
    }

    @Test
    void textsThatDoNotLeaveTheWindowAreToldSo() throws Exception {
        var comparison = check("mistral-bf16", "\"sliding_window\": 12", "\"sliding_window\": 120");
        assertThat(comparison.reach()).isEqualTo("up to 104 tokens, not beyond its window of 120");
        assertThat(Verification.of(comparison, "it").sentence()).endsWith("not beyond its window of 120");
    }

    /// Logits near zero are within 0.02 of any others; what tells is how they lie to one another.
    @Test
    void aModelOfTinyLogitsAgreesWithItsOwnAlone() throws Exception {
        var random = new SplittableRandom(5);
        try (var generator = new Generator(faint(), Kernel.scalar(), 1, 1, 0)) {
            for (var dtype : new Dtype[] {Dtype.F32, Dtype.BF16}) {
                assertThat(ModelCheck.run(generator, dump(generator, dtype, (logit, _) -> logit + 0.0))
                                .agrees())
                        .isTrue();
                assertThat(ModelCheck.run(generator, dump(generator, dtype, (logit, _) -> -logit))
                                .agrees())
                        .isFalse();
                assertThat(ModelCheck.run(generator, dump(generator, dtype, (_, _) -> random.nextDouble(-0.01, 0.01)))
                                .agrees())
                        .isFalse();
            }
        }
    }

    @Test
    void whatAllLogitsShareNeitherHidesADifferenceNorMakesOne() throws Exception {
        try (var generator = new Generator(WEIGHTS, Kernel.scalar(), 1, 1, 0)) {
            var shifted = ModelCheck.run(generator, dump(generator, Dtype.F32, (logit, _) -> logit - 1000.0));
            assertThat(shifted.logitDifference()).isGreaterThan(999);
            assertThat(shifted.agrees()).isTrue();
            var one = ModelCheck.run(
                    generator, dump(generator, Dtype.F32, (logit, id) -> logit - 1000.0 + (id == 9 ? 0.001 : 0)));
            assertThat(one.agrees()).isFalse();
        }
    }

    @Test
    void aReferenceThatSaysLittleIsRefused() throws Exception {
        try (var generator = new Generator(WEIGHTS, Kernel.scalar(), 1, 1, 0)) {
            var whole = dump(generator, Dtype.F32, (logit, _) -> logit + 0.0);
            var first = whole.cases().getFirst();
            var few = new ReferenceDump.Case(
                    first.prompt(), new int[] {7}, new double[] {first.logits()[7]}, first.greedy(), first.hidden());
            var silent = whole.cases().stream()
                    .map(one -> new ReferenceDump.Case(
                            one.prompt(), one.logitIds(), one.logits(), new int[0], one.hidden()))
                    .toList();
            for (var cases : List.of(
                    List.of(first),
                    List.of(first, first, first),
                    silent,
                    List.of(few, whole.cases().get(1), whole.cases().get(2)))) {
                assertThatThrownBy(() -> ModelCheck.run(generator, new ReferenceDump("me", Dtype.F32, cases)))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("write a larger one")
                        .hasMessageNotContaining("\n");
            }
        }
    }

    /// The head a thousandth as large, and with it every logit.
    private static Weights faint() {
        var values = new TreeMap<String, float[]>();
        for (var name : WEIGHTS.config().shapes().keySet()) {
            var numbers = WEIGHTS.get(name).clone();
            for (var i = 0; i < numbers.length && name.equals("lm_head.weight"); i++) {
                numbers[i] /= 1000;
            }
            values.put(name, numbers);
        }
        return Weights.of(WEIGHTS.config(), values);
    }

    @FunctionalInterface
    private interface Change {
        double of(float logit, int id);
    }

    /// What the model computes itself, with other logits.
    private static ReferenceDump dump(Generator generator, Dtype dtype, Change change) throws InterruptedException {
        var cases = new ArrayList<ReferenceDump.Case>();
        for (var length : new int[] {1, 4, 9}) {
            var prompt = new SplittableRandom(length).ints(length, 6, 310).toArray();
            var logits = generator.logits(prompt, length - 1)[0];
            var stated = new double[logits.length];
            Arrays.setAll(stated, id -> change.of(logits[id], id));
            var greedy = generator
                    .generate(prompt, 12, Sampling.GREEDY, Set.of(), _ -> false)
                    .tokens();
            cases.add(new ReferenceDump.Case(
                    prompt,
                    IntStream.range(0, logits.length).toArray(),
                    stated,
                    greedy.stream().mapToInt(Integer::intValue).toArray(),
                    new double[0][]));
        }
        return new ReferenceDump("this engine", dtype, cases);
    }

    @Test
    void anothersReferenceIsRefused() throws Exception {
        var dump = ReferenceDump.read(ArchitectureFixtures.folder("phi3-bf16").resolve(ReferenceDump.FILE));
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder("qwen3-f16"));
                var generator = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            assertThatThrownBy(() -> ModelCheck.run(generator, dump))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another model's");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[",
                "{\"format\":\"assay-reference/2\"}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"int4\"}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[],\"logits\":[1]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[-1],\"logits\":[1]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logits\":[\"x\"]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logits\":[1e999]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logits\":[-1e300]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logit_ids\":[2,2],\"logits\":[1,1]}]}",
                "{\"format\":\"assay-reference/1\",\"dtype\":\"float32\",\"cases\":[{\"prompt\":[1],\"logit_ids\":[],\"logits\":[1]}]}"
            })
    void aFileThatIsNoReferenceIsRefused(String text) throws IOException {
        var file = Files.writeString(folder.resolve("reference.json"), text);
        assertThatThrownBy(() -> ReferenceDump.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("reference.json")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aCheckIsFoundAgainForTheSameWeightsOnly() throws IOException {
        var kept = new Verification(Verification.Status.VERIFIED, "verified against transformers");
        var checks = folder.resolve("a/checks");
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        kept.keep(checks, FINGERPRINT);
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(kept);
        assertThat(Verification.find(checks, "sha256:" + "cd".repeat(32))).isEqualTo(Verification.UNVERIFIED);
        var file = checks.resolve("ab".repeat(32) + ".json");
        var text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("\"engine_revision\":2", "\"engine_revision\":1"));
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        Files.writeString(file, text.substring(0, 30));
        assertThat(Verification.find(checks, FINGERPRINT)).isEqualTo(Verification.UNVERIFIED);
        try (var files = Files.list(checks)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneSentence() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Verification.UNVERIFIED.keep(file.resolve("checks"), FINGERPRINT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("ASSAY_CACHE");
    }
}
