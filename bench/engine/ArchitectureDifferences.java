import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.ModelCheck;
import dev.assay.engine.check.ReferenceDump;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import dev.assay.torch.Arithmetic;
import dev.assay.torch.LibtorchDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How far both decoders are from transformers on every tiny model, as CSV.
///
///     java --enable-native-access=ALL-UNNAMED -cp CLASSES:JARS bench/engine/ArchitectureDifferences.java \
///         engine/src/test/resources/architectures
public class ArchitectureDifferences {

    public static void main(String[] arguments) throws Exception {
        System.out.println("model,architecture,java_logits,java_tokens,java_hidden,torch_logits,torch_tokens,"
                + "torch_bf16_logits,tokens");
        try (var folders = Files.list(Path.of(arguments[0]))) {
            for (var folder : folders.sorted().toList()) {
                System.out.println(row(folder));
            }
        }
    }

    private static String row(Path folder) throws Exception {
        var dump = ReferenceDump.read(folder.resolve(ReferenceDump.FILE));
        var row = new StringBuilder(folder.getFileName().toString());
        try (var weights = DecoderWeights.open(folder);
                var generator = new Generator(weights, Kernel.best(), 1, 1, 0)) {
            var java = ModelCheck.run(generator, dump);
            row.append(String.format(
                    Locale.ROOT,
                    ",%s,%.1e,%d,%.1e",
                    weights.config().architecture().className(),
                    java.logitDifference(),
                    java.tokensEqual(),
                    java.hiddenDifference()));
        }
        var tokens = 0;
        var equal = 0;
        try (var decoder = LibtorchDecoder.open(folder)) {
            for (var one : dump.cases()) {
                var answer = decoder.continuation(one.prompt(), one.greedy().length, List.of());
                for (var i = 0; i < answer.length && answer[i] == one.greedy()[i]; i++) {
                    equal++;
                }
                tokens += one.greedy().length;
            }
            row.append(String.format(Locale.ROOT, ",%.1e,%d", difference(decoder, dump), equal));
        }
        var half = folder.resolve("assay-reference-bf16.json");
        if (Files.exists(half)) {
            try (var decoder = LibtorchDecoder.open(folder, Arithmetic.AS_STORED)) {
                row.append(String.format(Locale.ROOT, ",%.1e", difference(decoder, ReferenceDump.read(half))));
            }
        } else {
            row.append(",");
        }
        return row.append(',').append(tokens).toString();
    }

    private static double difference(LibtorchDecoder decoder, ReferenceDump dump) {
        var most = 0.0;
        for (var one : dump.cases()) {
            var logits = decoder.logits(one.prompt())[one.prompt().length - 1];
            for (var i = 0; i < one.logits().length; i++) {
                most = Math.max(most, Math.abs(logits[one.logitIds()[i]] - one.logits()[i]));
            }
        }
        return most;
    }
}
