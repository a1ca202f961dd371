package dev.assay.store.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A run that was made in parts and not merged yet: a folder `NAME.shards` with a folder a part, and in it
/// one log an attempt, the last of which counts. The header is the first part's without its results, for
/// these speak of that part only; the status is `success` only where all parts have it.
final class ShardSource implements LogSource {

    private static final String END = ".eval";
    private static final String RECOVERED = "-recovered";

    private final List<ArchiveSource> shards;

    private ShardSource(List<ArchiveSource> shards) {
        this.shards = shards;
    }

    static boolean isShardFolder(Path path) {
        return Files.isDirectory(path)
                && path.getFileName() != null
                && path.getFileName().toString().endsWith(".shards");
    }

    static ShardSource open(Path folder, ReadLimits limits) throws IOException {
        List<ArchiveSource> shards = new ArrayList<>();
        try {
            for (Path part : children(folder)) {
                Optional<Path> last = Files.isDirectory(part) && !name(part).startsWith(".")
                        ? children(part).stream()
                                .filter(file -> name(file).endsWith(END))
                                .max(Comparator.comparing(ShardSource::attempt))
                        : Optional.empty();
                if (last.isPresent()) {
                    shards.add(ArchiveSource.open(last.get(), limits));
                }
            }
            if (shards.isEmpty()) {
                throw new PartException("the folder holds no part with an .eval log");
            }
            return new ShardSource(shards);
        } catch (IOException | RuntimeException failure) {
            new ShardSource(shards).close();
            throw failure;
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(
                            Comparator.comparingInt((Path path) -> name(path).length())
                                    .thenComparing(ShardSource::name))
                    .toList();
        }
    }

    /// Names begin with a time; a recovered copy stands for its original.
    private static String attempt(Path file) {
        String stem = name(file).substring(0, name(file).length() - END.length());
        return stem.endsWith(RECOVERED) ? stem.substring(0, stem.length() - RECOVERED.length()) + "\u0001" : stem;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public ObjectNode header() throws IOException {
        ObjectNode header = SampleResolver.shallow(shards.getFirst().header());
        header.remove("results");
        for (ArchiveSource shard : shards) {
            String status = InspectJson.anyText(shard.header(), "status");
            if (!status.equals("success")) {
                header.put("status", status);
                break;
            }
        }
        return header;
    }

    @Override
    public void forEachSample(Consumer<ObjectNode> each) throws IOException {
        for (ArchiveSource shard : shards) {
            shard.forEachSample(each);
        }
    }

    @Override
    public Optional<ObjectNode> sample(String id, int epoch) throws IOException {
        for (ArchiveSource shard : shards) {
            Optional<ObjectNode> sample = shard.sample(id, epoch);
            if (sample.isPresent()) {
                return sample;
            }
        }
        return Optional.empty();
    }

    @Override
    public void forEachSummary(Consumer<ObjectNode> each) throws IOException {
        for (ArchiveSource shard : shards) {
            shard.forEachSummary(each);
        }
    }

    @Override
    public void forEachReduction(Consumer<ObjectNode> each) {
        // a part's reductions are not the run's
    }

    @Override
    public long sampleCount() throws IOException {
        long count = 0;
        for (ArchiveSource shard : shards) {
            count += shard.sampleCount();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        for (ArchiveSource shard : shards) {
            shard.close();
        }
    }
}
