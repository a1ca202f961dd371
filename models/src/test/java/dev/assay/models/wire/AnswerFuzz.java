package dev.assay.models.wire;

import dev.assay.models.http.HostedModel;
import dev.assay.models.http.WireFuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Any bytes as a whole answer or as the body of an error: the first byte picks the provider and which of the
/// two. `bench/fuzz/run` hands it to Jazzer.
public final class AnswerFuzz {

    private static final int ERROR = 0x80;

    private AnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        HostedModel model = FuzzCorpus.MODELS.get((data[0] & 0x3f) % FuzzCorpus.MODELS.size());
        byte[] body = Arrays.copyOfRange(data, 1, data.length);
        if ((data[0] & ERROR) == 0) {
            WireFuzz.whole(model, body);
        } else {
            WireFuzz.error(model, body);
        }
    }

    /// Writes the replies of the tests as a first corpus.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException {
        FuzzCorpus.write(Path.of(arguments[0]), false, 0, ERROR);
    }
}
