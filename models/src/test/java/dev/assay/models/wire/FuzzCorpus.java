package dev.assay.models.wire;

import dev.assay.models.http.HostedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the fuzzers of the wire start from: the replies of the tests, one file each, behind a byte that names
/// the provider.
final class FuzzCorpus {

    /// A model of each provider, in the order of {@link Providers#ALL}.
    static final List<HostedModel> MODELS = Providers.ALL.stream()
            .map(provider -> Providers.model(provider, "http://127.0.0.1:1", settings -> {}))
            .toList();

    private FuzzCorpus() {}

    /// @param marks added to the provider's number; each body is written once for each
    static void write(Path folder, boolean streamed, int... marks) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (int provider = 0; provider < Providers.ALL.size(); provider++) {
            for (byte[] body : RepliesTest.bodies(Providers.ALL.get(provider), streamed)) {
                for (int mark : marks) {
                    byte[] input = new byte[body.length + 1];
                    input[0] = (byte) (provider + mark);
                    System.arraycopy(body, 0, input, 1, body.length);
                    Files.write(folder.resolve("reply-" + number++), input);
                }
            }
        }
    }
}
