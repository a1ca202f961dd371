import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.decoder.BackendProvider;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.kernel.Kernel;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One measurement of ours, as peer_transformers.py has them: prints a line of JSON.
///
///     java FLAGS -cp CLASSES:JARS EngineSpeed.java FOLDER java|libtorch CASE REPEATS
///
/// One worker thread computes; the threads that ask wait.
public class EngineSpeed {

    private static int vocabulary;

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var engine = arguments[1];
        var name = arguments[2];
        var repeats = Integer.parseInt(arguments[3]);
        try (var generator = open(folder, engine); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            vocabulary = generator.config().vocabSize();
            var warm = System.nanoTime();
            run(generator, threads, name);
            while (System.nanoTime() - warm < 4_000_000_000L) { // until the compilers are done
                run(generator, threads, name);
            }
            var wall = 0.0;
            var cpu = 0.0;
            var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            for (var i = 0; i < repeats; i++) {
                var began = System.nanoTime();
                var used = machine.getProcessCpuTime();
                var count = run(generator, threads, name);
                wall = Math.max(wall, count * 1e9 / (System.nanoTime() - began));
                cpu = Math.max(cpu, count * 1e9 / (machine.getProcessCpuTime() - used));
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"engine\": \"%s\", \"case\": \"%s\", \"wall\": %.1f, \"cpu\": %.1f, \"rss\": %d}%n",
                    engine, name, wall, cpu, highest());
        }
    }

    private static Generator open(Path folder, String engine) {
        if (engine.equals("libtorch")) {
            var precision = folder.toString().endsWith("bfloat16")
                    ? BackendProvider.Precision.AS_STORED
                    : BackendProvider.Precision.FLOAT32;
            return new Generator(BackendProvider.require("Figures").open(DecoderWeights.open(folder), precision), 1, 32, 0);
        }
        try (var weights = DecoderWeights.open(folder)) {
            return new Generator(weights, Kernel.best(), 1, 32, 0);
        }
    }

    private static int run(Generator generator, java.util.concurrent.ExecutorService threads, String name) throws Exception {
        var asked = new ArrayList<Callable<Integer>>();
        switch (name) {
            case "prefill-all", "prefill-last" -> {
                for (var row = 0; row < 8; row++) {
                    var text = tokens(row, 256);
                    asked.add(() -> {
                        generator.logits(text, name.equals("prefill-all") ? 0 : 255);
                        return 256;
                    });
                }
            }
            case "decode-1" -> asked.add(answer(generator, 0, 64));
            case "decode-32" -> {
                for (var row = 0; row < 32; row++) {
                    asked.add(answer(generator, row, 64));
                }
            }
            case "ragged-32" -> {
                for (var row = 0; row < 32; row++) {
                    asked.add(answer(generator, row, 8 + row * 37 % 249));
                }
            }
            default -> throw new IllegalArgumentException("no case " + name);
        }
        var count = 0;
        for (Future<Integer> each : threads.invokeAll(asked)) {
            count += each.get();
        }
        return count;
    }

    private static Callable<Integer> answer(Generator generator, int row, int longest) {
        return () -> generator
                .generate(tokens(row, 32), longest, Sampling.GREEDY, Set.of(), said -> false)
                .tokens()
                .size();
    }

    private static int[] tokens(int row, int length) {
        var tokens = new int[length];
        for (var i = 0; i < length; i++) {
            tokens[i] = 3 + (7 * row + 13 * i) % (vocabulary - 3);
        }
        return tokens;
    }

    private static long highest() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
