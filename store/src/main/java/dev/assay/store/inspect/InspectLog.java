package dev.assay.store.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// A log in Inspect's format, opened for reading: an `.eval` archive of any version, finished or left by a
/// crash, with whole or chunked samples; a `.json` log; or a folder `NAME.shards` of parts that were not
/// merged. The form is told by the content, never by the name. Samples come one at a time, so a log of a
/// million needs little more memory than one of a thousand (some 20 bytes a member).
///
/// A log is hostile: sizes, places and references are checked against the file and against
/// {@link ReadLimits}, and nothing in it names a file. Every method throws {@link LogException} where the
/// log cannot be read, is damaged or is no log of Inspect. Safe for many threads.
public final class InspectLog implements AutoCloseable {

    private final Path file;
    private final LogSource source;
    private final ReadLimits limits;

    private InspectLog(Path file, LogSource source, ReadLimits limits) {
        this.file = file;
        this.source = source;
        this.limits = limits;
    }

    /// Opens a log with the limits of this heap.
    public static InspectLog open(Path file) {
        return open(file, ReadLimits.ofThisHeap());
    }

    /// Opens a log.
    public static InspectLog open(Path file, ReadLimits limits) {
        return LogReader.run(file, () -> new InspectLog(file, source(file, limits), limits));
    }

    private static LogSource source(Path file, ReadLimits limits) throws IOException {
        if (ShardSource.isShardFolder(file)) {
            return ShardSource.open(file, limits);
        }
        if (Files.isDirectory(file)) {
            throw new PartException("it is a folder; name a log, or a folder that ends in .shards");
        }
        try (InputStream start = Files.newInputStream(file)) {
            int first = start.read();
            return first == 'P' ? ArchiveSource.open(file, limits) : new JsonFileSource(file, limits);
        }
    }

    /// The header as it stands in the log: `version`, `status`, `eval`, `plan`, `results`, `stats`, `error`
    /// and whatever else the version that wrote it knows. A log left by a crash has status `started`.
    public ObjectNode headerJson() {
        return LogReader.run(file, source::header);
    }

    /// The header in Assay's words.
    public InspectHeader header() {
        return LogReader.run(file, () -> HeaderReader.read(source.header()));
    }

    /// Hands each sample to `each`, in the order of the file.
    public void forEachSample(Consumer<InspectSample> each) {
        LogReader.run(file, () -> {
            source.forEachSample(sample -> each.accept(new InspectSample(sample, limits)));
            return Boolean.TRUE;
        });
    }

    /// The sample with that id and epoch, if there is one.
    ///
    /// @param id as text, also where the log has a number
    public Optional<InspectSample> sample(String id, int epoch) {
        return LogReader.run(file, () -> source.sample(id, epoch).map(sample -> new InspectSample(sample, limits)));
    }

    /// Hands each sample's summary to `each`: what an archive keeps for listings. Logs in the `.json` form
    /// and the smallest archives have none.
    public void forEachSummary(Consumer<ObjectNode> each) {
        LogReader.run(file, () -> {
            source.forEachSummary(each);
            return Boolean.TRUE;
        });
    }

    /// Hands the scores of the reduced epochs to `each`, one object a scorer and reducer.
    public void forEachReduction(Consumer<ObjectNode> each) {
        LogReader.run(file, () -> {
            source.forEachReduction(each);
            return Boolean.TRUE;
        });
    }

    /// How many samples the log holds; quick in an archive.
    public long sampleCount() {
        return LogReader.run(file, source::sampleCount);
    }

    @Override
    public void close() {
        LogReader.run(file, () -> {
            source.close();
            return Boolean.TRUE;
        });
    }
}
