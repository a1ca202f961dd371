package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tokens a second, resident memory and digest of a training run on random rows. Arguments: steps, hidden size,
/// layers, MLP width, rows a step, row length; default 50 96 6 256 8 256.
final class TrainingBench {

    private TrainingBench() {}

    public static void main(String[] arguments) {
        var numbers = new int[] {50, 96, 6, 256, 8, 256};
        for (var i = 0; i < arguments.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i]);
        }
        var config = LlamaConfig.of(numbers[1], numbers[2], 4, numbers[3], 1280, 512);
        var plan = TrainingPlan.of(config, numbers[4], numbers[5], numbers[0], 1);
        var trainer = Trainer.find();
        System.out.println(trainer.environment());
        var warm = 10;
        var marks = new long[4];
        marks[2] = Long.MAX_VALUE;
        marks[3] = cpuNanos();
        var weights = trainer.train(plan, new RandomRows(7, 1280, numbers[5]), step -> {
            var now = cpuNanos();
            marks[2] = Math.min(marks[2], now - marks[3]);
            marks[3] = now;
            if (step.step() == warm) {
                marks[0] = System.nanoTime();
                marks[1] = cpuNanos();
            }
            if (step.step() % Math.max(10, plan.steps() / 20) == 0) {
                var wall = (System.nanoTime() - marks[0]) / 1e9;
                var cpu = (cpuNanos() - marks[1]) / 1e9;
                var tokens = (step.step() - warm) * (double) plan.tokensPerStep();
                System.out.printf(
                        "step %d loss %.6f wall %.0f tokens/s cpu %.0f (best step %.0f) tokens/s rss %s%n",
                        step.step(),
                        step.loss(),
                        tokens / wall,
                        tokens / cpu,
                        plan.tokensPerStep() * 1e9 / marks[2],
                        residentMegabytes());
            }
        });
        System.out.println("sha256 " + weights.sha256());
    }

    /// Time that this thread has spent on a CPU: what a shared machine does not distort.
    private static long cpuNanos() {
        try {
            return Long.parseLong(
                    Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ")[0]);
        } catch (IOException e) {
            return 0;
        }
    }

    static String residentMegabytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .findFirst()
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MB")
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }
}
