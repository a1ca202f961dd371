import dev.assay.engine.checkpoint.Dtype;
import dev.assay.torch.Arithmetic;
import dev.assay.torch.LibtorchDecoder;
import dev.assay.torch.LibtorchRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How long a large folder takes to open on libtorch, to its first token and to each further one, and what memory it
/// takes.
///
///     java --enable-native-access=ALL-UNNAMED -cp CLASSES:JARS bench/engine/LargeModel.java FOLDER [tokens]
public class LargeModel {

    public static void main(String[] arguments) throws Exception {
        var start = System.nanoTime();
        LibtorchRuntime.load();
        System.out.printf("natives   %.2f s   %s%n", since(start), memory());
        start = System.nanoTime();
        try (var decoder = LibtorchDecoder.open(Path.of(arguments[0]), Arithmetic.AS_STORED)) {
            System.out.printf("open      %.2f s   %s%n", since(start), memory());
            start = System.nanoTime();
            decoder.continuation(new int[] {5, 9, 200, 31, 7, 77, 1000, 12}, 1, List.of());
            System.out.printf("first     %.2f s   %s%n", since(start), memory());
            var tokens = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
            start = System.nanoTime();
            decoder.continuation(new int[] {5, 9, 200, 31, 7, 77, 1000, 12}, tokens, List.of());
            System.out.printf("decode    %.2f tokens/s   %s%n", tokens / since(start), memory());
            if (decoder.config().dtype() != Dtype.BF16) {
                System.out.println("note: the weights are no bfloat16");
            }
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static String memory() throws Exception {
        return "cpu so far %.2f s  ".formatted(cpu()) + String.join("  ", Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM") || line.startsWith("RssAnon"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList());
    }
}
