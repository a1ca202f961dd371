import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.kernel.Kernel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.ArrayList;

/// What views and captures cost.
///
///     java -cp CLASSES:JARS bench/engine/HooksBench.java views                 decode on a model and on views of it
///     java -cp CLASSES:JARS bench/engine/HooksBench.java many                  10,000 views in a row, one answer each
///     java -cp CLASSES:JARS bench/engine/HooksBench.java make FOLDER WIDTH LAYERS FFN VOCABULARY
///     java -cp CLASSES:JARS bench/engine/HooksBench.java capture FOLDER LAYER PROMPTS TOKENS FILE
public class HooksBench {

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "views" -> views();
            case "many" -> many();
            case "make" -> make(
                    Path.of(arguments[1]), number(arguments[2]), number(arguments[3]), number(arguments[4]),
                    number(arguments[5]));
            case "capture" -> capture(
                    Path.of(arguments[1]), number(arguments[2]), number(arguments[3]), number(arguments[4]),
                    Path.of(arguments[5]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static Weights random(LlamaConfig config) {
        var random = new SplittableRandom(1);
        var weights = new HashMap<String, float[]>();
        config.shapes().forEach((name, size) -> {
            var values = new float[size.stream().reduce(1, (a, b) -> a * b)];
            for (var i = 0; i < values.length; i++) {
                values[i] = name.contains("norm") ? 1 : (random.nextInt(2001) - 1000) * 2e-5f;
            }
            weights.put(name, values);
        });
        return Weights.of(config, weights);
    }

    private static void make(Path folder, int width, int layers, int ffn, int vocabulary) {
        var config = LlamaConfig.of(width, layers, width / 64, ffn, vocabulary, 2048).withDtype(Dtype.BF16);
        random(config).write(folder);
        System.out.printf("%,d parameters in %s%n", config.parameters(), folder);
    }

    /// Tokens a CPU second of the one worker: 64 tokens after prompts of 60, best of five after two to warm up.
    private static void views() throws Exception {
        try (var base = new Generator(random(LlamaConfig.of(96, 6, 4, 256, 1280, 512)), Kernel.best(), 1, 32, 0)) {
            var direction = Direction.of("drawn", drawn(2));
            var stream = Sites.stream(base.config());
            ask(base, 32, 200); // warm up
            System.out.println("model,batch,tokens_per_cpu_second");
            for (var batch : new int[] {1, 32}) {
                report("base", base, batch);
                report("adding at one site", base.view(List.of(
                        new Intervention.Adding(Sites.residPost(2), direction, 1, Positions.all()))), batch);
                report("ablating at " + stream.size() + " sites", base.view(List.of(
                        new Intervention.Ablating(stream, direction, Positions.all()))), batch);
                report("orthogonalised", base.view(List.of(new Intervention.Orthogonalising(direction))), batch);
            }
        }
    }

    private static void many() throws Exception {
        try (var base = new Generator(random(LlamaConfig.of(96, 6, 4, 256, 1280, 512)), Kernel.best(), 1, 32, 64 << 20)) {
            var stream = Sites.stream(base.config());
            System.out.println("views,threads,rss");
            for (var i = 1; i <= 10_000; i++) {
                var direction = Direction.of("drawn", drawn(i));
                ask(base.view(List.of(new Intervention.Ablating(stream, direction, Positions.all()))), 1, 4);
                if (i == 200 || i == 2_000 || i == 10_000) {
                    System.out.printf("%d,%d,%s%n", i, ManagementFactory.getThreadMXBean().getThreadCount(), rss());
                }
            }
        }
    }

    private static float[] drawn(int seed) {
        var random = new SplittableRandom(seed);
        var values = new float[96];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void report(String name, Generator generator, int batch) throws Exception {
        var best = 0.0;
        for (var i = 0; i < 7; i++) {
            var before = workerTime();
            ask(generator, batch, 1);
            var prefill = workerTime() - before;
            before = workerTime();
            ask(generator, batch, 65);
            var rate = 64 * batch / ((workerTime() - before - prefill) / 1e9);
            best = i < 2 ? 0 : Math.max(best, rate);
        }
        System.out.printf("%s,%d,%.0f%n", name, batch, best);
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

    private static void capture(Path folder, int layer, int count, int tokens, Path file) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var start = System.nanoTime();
        try (var weights = DecoderWeights.open(folder);
                var generator = new Generator(weights, Kernel.best(), 1, 1, 0)) {
            var config = generator.config();
            System.out.printf("loaded in %.1f s; RSS %s%n", (System.nanoTime() - start) / 1e9, rss());
            var random = new SplittableRandom(5);
            var prompts = new ArrayList<int[]>();
            for (var i = 0; i < count; i++) {
                prompts.add(random.ints(tokens / 2 + random.nextInt(tokens), 0, config.vocabSize()).toArray());
            }
            var all = prompts.stream().mapToInt(prompt -> prompt.length).sum();
            var cpu = threads.getCurrentThreadCpuTime();
            start = System.nanoTime();
            generator.capture("random", List.of(Sites.residPost(layer)), prompts, Positions.all(), file);
            var seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
            System.out.printf(
                    "captured resid_post.%d of %d prompts, %d tokens, %,d bytes: %.1f s of CPU, %.1f s wall; RSS %s%n",
                    layer, count, all, Files.size(file), seconds, (System.nanoTime() - start) / 1e9, rss());
        }
    }

    private static String rss() throws Exception {
        var lines = Files.readAllLines(Path.of("/proc/self/status"));
        return lines.stream().filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " ")).toList().toString();
    }
}
