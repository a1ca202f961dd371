package dev.assay.models.wire;

import dev.assay.models.http.HostedModel;
import dev.assay.models.http.WireFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Jazzer's way to the parsers of providers' answers; `bench/fuzz/run` starts it. The first byte picks the
/// provider and whether the rest is a whole answer, a stream or an error.
public final class WireFuzzTarget {

    private static final List<HostedModel> MODELS = Providers.ALL.stream()
            .map(provider -> Providers.model(provider, "http://127.0.0.1:1", settings -> {}))
            .toList();

    private WireFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        HostedModel model = MODELS.get((data[0] & 0x3f) % MODELS.size());
        byte[] body = Arrays.copyOfRange(data, 1, data.length);
        switch ((data[0] & 0xff) >> 6) {
            case 0 -> WireFuzz.whole(model, body);
            case 1, 2 -> WireFuzz.stream(model, body);
            default -> WireFuzz.error(model, body);
        }
    }

    /// Writes the replies of the tests as a first corpus.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int number = 0;
        for (int provider = 0; provider < Providers.ALL.size(); provider++) {
            for (int kind = 0; kind < 4; kind += kind == 1 ? 2 : 1) {
                for (byte[] body : RepliesTest.bodies(Providers.ALL.get(provider), kind == 1)) {
                    byte[] input = new byte[body.length + 1];
                    input[0] = (byte) (provider + (kind << 6));
                    System.arraycopy(body, 0, input, 1, body.length);
                    Files.write(folder.resolve("reply-" + number++), input);
                }
            }
        }
    }
}
