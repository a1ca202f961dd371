import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.LoraSettings;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.RandomWeights;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/// Three measurements of the trainer.
///
///     java FLAGS -cp CLASSES:JARS bench/engine/TrainingMemory.java memory STEPS     resident memory at
/// steps 200 and STEPS java ... TrainingMemory.java speed STEPS [PARTS]    tokens a CPU second at d96 L6
/// ffn256, 8 rows of 256 java ... TrainingMemory.java adapter BASE OUT       trains an adapter beside a
/// folder's weights and writes it
public class TrainingMemory {

    public static void main(String[] arguments) throws Exception {
        var count = arguments[0].equals("adapter") ? 0 : Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "memory" -> memory(count);
            case "speed" -> speed(count, arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1);
            case "adapter" -> adapter(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void memory(int steps) throws Exception {
        var plan = TrainingPlan.of(LlamaConfig.of(32, 2, 4, 64, 128, 64), 4, 32, steps, 1);
        var first = new long[1];
        Trainer.find().train(plan, rows(128, 32), step -> {
            if (step.step() == 200) {
                first[0] = resident();
            } else if (step.step() == steps) {
                System.out.printf(Locale.ROOT, "after 200 steps %,d kB, after %,d steps %,d kB: %+.2f %%%n",
                        first[0], steps, resident(), 100.0 * (resident() - first[0]) / first[0]);
            }
        });
    }

    private static void speed(int steps, int parts) {
        var plan = TrainingPlan.of(LlamaConfig.of(96, 6, 4, 256, 1280, 512), 8, 256, steps + 3, 1).inMicroBatches(parts);
        var began = new long[2];
        Trainer.find().train(plan, rows(1280, 256), step -> {
            if (step.step() == 3) {
                began[0] = System.nanoTime();
                began[1] = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
            } else if (step.step() == steps + 3) {
                var cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - began[1];
                System.out.printf(Locale.ROOT, "%.0f tokens/s wall, %.0f tokens/s CPU%n",
                        steps * 2048e9 / (System.nanoTime() - began[0]), steps * 2048e9 / cpu);
            }
        });
    }

    private static void adapter(Path base, Path out) {
        var weights = dev.assay.engine.checkpoint.Weights.read(base);
        var config = weights.config();
        var plan = TrainingPlan.of(config, 4, 24, 60, 1).from(weights);
        var start = LoraAdapter.initial(config, LoraSettings.ofRank(4), base.toString(), 3);
        Trainer.find()
                .trainAdapter(plan, start, rows(config.vocabSize(), 24), TrainingListener.printing(System.out, 20), Checkpoints.NONE)
                .write(out);
    }

    /// Packed rows as bench/engine/training_reference.py makes them.
    private static RowSource rows(int vocabulary, int length) {
        var random = new Random(3);
        return () -> {
            var tokens = new int[length];
            var weights = new float[length];
            var segments = new int[length];
            var at = 0;
            for (var segment = 0; at < length; segment++) {
                var end = Math.min(length, at + 4 + random.nextInt(length / 2));
                var stride = 1 + random.nextInt(3);
                for (var token = random.nextInt(vocabulary); at < end; at++, token = (token + stride) % vocabulary) {
                    tokens[at] = token;
                    weights[at] = random.nextInt(3) == 0 ? 1 : 0.1f;
                    segments[at] = segment;
                }
            }
            return new TrainingRow(tokens, weights, segments);
        };
    }

    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
