import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Sites;
import dev.assay.torch.LibtorchRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What an open model on libtorch costs.
///
///     java FLAGS -cp CLASSES:JARS bench/engine/OpenModelBench.java large FOLDER LAYER PROMPTS TOKENS FILE
///     java FLAGS -cp CLASSES:JARS bench/engine/OpenModelBench.java gradients|generations|views FOLDER COUNT
///
/// `large`: opens a folder with its weights mapped, answers, and captures one layer over prompts. The others: resident
/// memory after 200, a tenth of COUNT and COUNT calls of a kind.
public class OpenModelBench {

    public static void main(String[] arguments) throws Exception {
        LibtorchRuntime.load();
        var folder = Path.of(arguments[1]);
        if (arguments[0].equals("large")) {
            large(
                    folder,
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Path.of(arguments[5]));
            return;
        }
        var options = EngineOptions.DEFAULT.withWorkers(1)
                .withPrefixCacheBytes(1 << 20)
                .withDecoder(EngineOptions.DecoderChoice.LIBTORCH);
        try (var model = LocalModel.open(folder, options)) {
            var count = Integer.parseInt(arguments[2]);
            for (var i = 1; i <= count; i++) {
                call(arguments[0], model, i);
                if (i == 200 || i == count / 10 || i == count / 2 || i == count) {
                    System.out.printf("%d %s: %s%n", i, arguments[0], memory());
                }
            }
        }
    }

    private static void call(String kind, LocalModel model, int i) {
        var random = new SplittableRandom(i);
        var vocabulary = model.shape().vocabSize();
        switch (kind) {
            case "gradients" -> {
                var prompts = new ArrayList<int[]>();
                for (var j = 0; j < 4; j++) {
                    prompts.add(random.ints(4 + random.nextInt(28), 0, vocabulary).toArray());
                }
                model.gradients(
                        Loss.continuation(random.ints(3, 0, vocabulary).toArray()),
                        List.of(Sites.embed(), Sites.residPost(0)),
                        prompts);
            }
            case "generations" -> model.generate(
                    List.of(ChatMessage.user("Question " + i + " about " + random.nextInt())),
                    GenerateConfig.DEFAULT.withMaxTokens(8));
            case "views" -> {
                var values = new float[model.shape().hiddenSize()];
                for (var j = 0; j < values.length; j++) {
                    values[j] = (float) random.nextGaussian();
                }
                model.orthogonalised(Direction.of("drawn", values)).generate(
                        List.of(ChatMessage.user("Question " + i)), GenerateConfig.DEFAULT.withMaxTokens(4));
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void large(Path folder, int layer, int count, int tokens, Path file) throws Exception {
        System.out.printf("natives loaded: %s%n", memory());
        var start = System.nanoTime();
        var options = EngineOptions.DEFAULT.withWorkers(1)
                .withDecoder(EngineOptions.DecoderChoice.LIBTORCH_AS_STORED);
        try (var model = LocalModel.open(folder, options)) {
            System.out.printf("open: %.2f s, %s%n", since(start), memory());
            start = System.nanoTime();
            var output = model.generate(
                    List.of(ChatMessage.user("The cat")), GenerateConfig.DEFAULT.withMaxTokens(16));
            System.out.printf(
                    "generated %d tokens: %.1f s, %s%n", output.usage().outputTokens(), since(start), memory());
            var random = new SplittableRandom(5);
            var prompts = new ArrayList<int[]>();
            for (var i = 0; i < count; i++) {
                prompts.add(random.ints(tokens / 2 + random.nextInt(tokens), 0, model.shape().vocabSize())
                        .toArray());
            }
            var all = prompts.stream().mapToInt(prompt -> prompt.length).sum();
            start = System.nanoTime();
            model.captureTokens(List.of(Sites.residPost(layer)), prompts, Positions.all(), file);
            System.out.printf(
                    "captured resid_post.%d of %d prompts, %d tokens, %,d bytes: %.1f s, %s%n",
                    layer, count, all, Files.size(file), since(start), memory());
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String memory() throws Exception {
        var cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        return "CPU so far %.1f s, ".formatted(cpu)
                + String.join(", ", Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM") || line.startsWith("RssAnon"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .toList());
    }
}
