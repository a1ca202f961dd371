package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.ReferenceDump;
import dev.assay.engine.contract.BackendContract;
import dev.assay.engine.decoder.DecoderBackend;
import dev.assay.engine.decoder.Depth;
import dev.assay.engine.decoder.Generation;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Rows;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.decoder.SiteListener;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// However a text is cut into steps, and whatever runs beside it, libtorch computes the same, on every architecture.
class StepsTest extends BackendContract {

    @Override
    protected Generator generator(DecoderWeights weights, int workers, int batch, long prefixBytes) {
        return new Generator(new LibtorchDecoder(weights, Arithmetic.FLOAT32), workers, batch, prefixBytes);
    }

    @Override
    protected double noise() {
        return 1e-4;
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aTextInChunksIsTheWholeText(String name) {
        var tokens = prompts(47).getFirst();
        try (var decoder = LibtorchDecoder.open(folder(name))) {
            var whole = decoder.logits(tokens);
            for (var chunk : new int[] {1, 5, 32}) {
                assertClose(inChunks(decoder, tokens, chunk), whole, noise());
            }
        }
    }

    private static float[][] inChunks(DecoderBackend decoder, int[] tokens, int chunk) {
        var logits = new float[tokens.length][];
        var workspace = decoder.workspace(chunk, chunk);
        var rows = new Rows(chunk);
        try (var cache = decoder.cache()) {
            for (var from = 0; from < tokens.length; from += chunk) {
                rows.clear();
                rows.add(cache, tokens, from, Math.min(tokens.length, from + chunk), 0, tokens.length);
                decoder.forward(rows, workspace, SiteListener.NONE, Depth.WHOLE);
                for (var i = 0; i < rows.count(); i++) {
                    logits[from + i] = workspace.logits(i).clone();
                }
                cache.advance(rows.count());
            }
        }
        return logits;
    }

    /// Prompts of 1 to 40 tokens at once, three times over, with prefixes kept.
    @ParameterizedTest
    @FieldSource("MODELS")
    void aRaggedBatchAnswersAsTransformersAnswersEachPromptAlone(String name) throws Exception {
        var dump = ReferenceDump.read(folder(name).resolve(ReferenceDump.FILE));
        try (var generator = generator(DecoderWeights.open(folder(name)), 1, 8, 1 << 22);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < 2; round++) {
                var answers = new ArrayList<Future<Generation>>();
                for (var i = 0; i < 12; i++) {
                    var one = dump.cases().get(i % dump.cases().size());
                    answers.add(threads.submit(() -> generator.generate(
                            one.prompt(), one.greedy().length, Sampling.GREEDY, Set.of(), _ -> false)));
                }
                for (var i = 0; i < answers.size(); i++) {
                    var one = dump.cases().get(i % dump.cases().size());
                    var answer = answers.get(i).get();
                    assertThat(answer.tokens().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray())
                            .isEqualTo(one.greedy());
                    var prompt = one.prompt();
                    if (round == 1 && prompt.length >= 5) {
                        assertThat(answer.reused()).isEqualTo(prompt.length - 1);
                    }
                }
            }
        }
    }

    /// What is not freed by a scope is never freed: a hundred calls would leave half a gigabyte.
    @Test
    void memoryIsReleased() throws InterruptedException {
        try (var generator = generator(DecoderWeights.open(folder("llama3-bf16")), 1, 8, 0)) {
            work(generator, 50);
            System.gc();
            var before = beyondTheHeap();
            work(generator, 100);
            System.gc();
            assertThat(beyondTheHeap() - before).isLessThan(48L << 20);
        }
    }

    private static long beyondTheHeap() {
        return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }

    private static void work(Generator generator, int times) throws InterruptedException {
        var prompts = prompts(100, 90, 80);
        var sites = Sites.all(generator.config());
        for (var i = 0; i < times; i++) {
            generator.gradients("m", List.of(Loss.logit(3), Loss.logit(3), Loss.continuation(4, 5)), sites, prompts);
            generator.logits(prompts.get(i % 3), 0);
            assertThat(generator.tokenGradients(new int[] {7, 8}, new int[] {9})[1])
                    .isNotEmpty();
        }
    }
}
