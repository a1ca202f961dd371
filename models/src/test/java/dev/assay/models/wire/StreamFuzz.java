package dev.assay.models.wire;

import dev.assay.models.http.HostedModel;
import dev.assay.models.http.WireFuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Any bytes as an answer that comes in pieces, server-sent events or AWS's event stream: the first byte picks
/// the provider. `bench/fuzz/run` hands it to Jazzer.
public final class StreamFuzz {

    private StreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            HostedModel model = FuzzCorpus.MODELS.get((data[0] & 0x3f) % FuzzCorpus.MODELS.size());
            WireFuzz.stream(model, Arrays.copyOfRange(data, 1, data.length));
        }
    }

    /// Writes the streams of the tests as a first corpus.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException {
        FuzzCorpus.write(Path.of(arguments[0]), true, 0);
    }
}
