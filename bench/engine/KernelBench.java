import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.kernel.Kernel;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.ArrayList;

/// Tokens a second of the decoder, by CPU time of its one worker, on random weights.
///
///     java -cp CLASSES:JARS bench/engine/KernelBench.java [vector|scalar]
///
/// Three figures a shape: decode at batch 1, 8 and 32 (64 tokens after a prompt of 60), and prefill (prompts of 60, one
/// token). Best of five runs after two to warm up; CPU time, so that a busy machine disturbs little.
public class KernelBench {

    public static void main(String[] arguments) throws Exception {
        var kernel = arguments.length > 0 && arguments[0].equals("scalar") ? Kernel.scalar() : Kernel.best();
        System.out.println("kernel,shape,phase,batch,tokens_per_cpu_second");
        run(kernel, "d96 L6 ffn256 v1280", LlamaConfig.of(96, 6, 4, 256, 1280, 512));
        run(kernel, "d128 L6 ffn352 v1280", LlamaConfig.of(128, 6, 4, 352, 1280, 512));
    }

    private static void run(Kernel kernel, String shape, LlamaConfig config) throws Exception {
        var random = new SplittableRandom(1);
        var weights = new HashMap<String, float[]>();
        config.shapes().forEach((name, size) -> {
            var values = new float[size.stream().reduce(1, (a, b) -> a * b)];
            for (var i = 0; i < values.length; i++) {
                values[i] = (float) (name.contains("norm") ? 1 : random.nextDouble(-0.1, 0.1));
            }
            weights.put(name, values);
        });
        try (var generator = new Generator(Weights.of(config, weights), kernel, 1, 32, 0)) {
            for (var batch : new int[] {1, 8, 32}) {
                report(kernel, shape, "decode", batch, decode(generator, batch));
            }
            report(kernel, shape, "prefill", 32, best(() -> {
                var before = workerTime();
                ask(generator, 64, 1);
                return 64 * 60 / ((workerTime() - before) / 1e9);
            }));
        }
    }

    private static double decode(Generator generator, int batch) throws Exception {
        return best(() -> {
            var count = Math.max(4, batch);
            var before = workerTime();
            if (batch == 1) {
                for (var i = 0; i < count; i++) {
                    ask(generator, 1, 1);
                }
            } else {
                ask(generator, count, 1);
            }
            var prefill = workerTime() - before;
            before = workerTime();
            if (batch == 1) {
                for (var i = 0; i < count; i++) {
                    ask(generator, 1, 65);
                }
            } else {
                ask(generator, count, 65);
            }
            return 64 * count / ((workerTime() - before - prefill) / 1e9);
        });
    }

    private interface Run {
        double tokensPerSecond() throws Exception;
    }

    private static double best(Run run) throws Exception {
        var best = 0.0;
        for (var i = 0; i < 7; i++) {
            var rate = run.tokensPerSecond();
            best = i < 2 ? 0 : Math.max(best, rate);
        }
        return best;
    }

    private static void ask(Generator generator, int count, int tokens) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<?>>();
            for (var i = 0; i < count; i++) {
                var prompt = new SplittableRandom(i).ints(60, 0, 1280).toArray();
                waiting.add(threads.submit(
                        () -> generator.generate(prompt, tokens, Sampling.GREEDY, Set.of(), _ -> false)));
            }
            for (var answer : waiting) {
                answer.get();
            }
        }
    }

    private static long workerTime() {
        var threads = ManagementFactory.getThreadMXBean();
        for (var id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("assay-engine-1")) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0; // workers start with the first request
    }

    private static void report(Kernel kernel, String shape, String phase, int batch, double rate) {
        System.out.printf("%s,%s,%s,%d,%.0f%n", kernel.name(), shape, phase, batch, rate);
    }
}
