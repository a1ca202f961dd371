import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.RandomWeights;
import dev.assay.torch.LibtorchDecoder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/// What the libtorch decoder computes a CPU second of its thread: random Llamas, 32-bit floats, best of several runs.
///
///     java --enable-native-access=ALL-UNNAMED -cp CLASSES:JARS bench/engine/LibtorchBench.java [runs]
public class LibtorchBench {

    public static void main(String[] arguments) {
        var runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        for (var shape : new int[][] {{128, 4, 352, 4096}, {288, 6, 768, 32000}}) {
            var config = new LlamaConfig(
                    shape[0], shape[1], shape[0] / 32, shape[0] / 32, 32, shape[2], shape[3], 1024, 1e-5, 1e4, true, -1,
                    List.of(), -1, Dtype.F32);
            try (var decoder = new LibtorchDecoder(RandomWeights.of(config, 3))) {
                var prompt = new int[] {5, 9, 200, 31, 7, 77, 1000, 12};
                var text = new int[256];
                Arrays.setAll(text, i -> 7 * i % 4096);
                System.out.printf("width %d: decode %.0f, read %.0f tokens a CPU second%n",
                        shape[0],
                        best(runs, 64, () -> decoder.continuation(prompt, 64, List.of())),
                        best(runs, 256, () -> decoder.logits(text)));
            }
        }
    }

    private static double best(int runs, int tokens, Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        var best = 0.0;
        for (var run = 0; run < runs; run++) {
            var start = threads.getCurrentThreadCpuTime();
            work.run();
            best = Math.max(best, tokens * 1e9 / (threads.getCurrentThreadCpuTime() - start));
        }
        return best;
    }
}
