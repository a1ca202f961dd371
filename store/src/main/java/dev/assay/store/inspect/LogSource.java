package dev.assay.store.inspect;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Where the parts of a log come from. Samples are handed on as they are stored, but in one piece.
sealed interface LogSource extends AutoCloseable permits ArchiveSource, JsonFileSource, ShardSource {

    /// The log without samples and reductions.
    ObjectNode header() throws IOException;

    /// Each sample, in the order of the file.
    void forEachSample(Consumer<ObjectNode> each) throws IOException;

    Optional<ObjectNode> sample(String id, int epoch) throws IOException;

    /// The summary of each sample, as far as the log has them.
    void forEachSummary(Consumer<ObjectNode> each) throws IOException;

    /// The reductions over epochs, one a scorer and reducer.
    void forEachReduction(Consumer<ObjectNode> each) throws IOException;

    /// How many samples the log holds.
    long sampleCount() throws IOException;

    @Override
    void close() throws IOException;
}
