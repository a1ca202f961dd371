package dev.assay.tasks.data;

import dev.assay.tasks.data.DatasetOptions.Check;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One look through a JSONL file: blocks are read and digested by the caller and scanned by all cores,
/// and their results are joined in the file's order, so that the first error of the file is the one that
/// is told.
final class JsonlCheck {

    private final Path file;
    private final String name;
    private final DatasetOptions options;
    private final SampleMapper mapper;
    private final JsonRows parser;
    private final Tally tally;
    private final MessageDigest digest = Hashing.sha256();
    private final @Nullable RowIndex index;
    private final @Nullable Spool spool;
    private final boolean parse;

    JsonlCheck(Path file, DatasetOptions options, SampleMapper mapper) {
        this.file = file;
        this.name = SourceFiles.name(file);
        this.options = options;
        this.mapper = mapper;
        this.parser = new JsonRows(name, options.maxRowBytes());
        this.tally = new Tally(options.last());
        boolean shuffled = options.shuffle().isPresent();
        this.index = shuffled ? new RowIndex(name, options.maxRowBytes()) : null;
        this.spool = shuffled && SourceFiles.isCompressed(file) ? new Spool() : null;
        this.parse =
                options.check() == Check.EVERY_ROW || !options.mapping().where().isEmpty();
    }

    /// @throws DatasetException for the first row that cannot be used
    Checked run() {
        int most = Runtime.getRuntime().availableProcessors();
        ArrayDeque<CompletableFuture<Scan>> waiting = new ArrayDeque<>();
        try (BlockReader blocks = new BlockReader(SourceFiles.open(file), name, options.maxRowBytes())) {
            Block first = blocks.next();
            Block second = first == null ? null : blocks.next();
            if (first != null) {
                waiting.add(second == null ? CompletableFuture.completedFuture(scan(first)) : begin(first));
            }
            for (Block block = second; block != null && !tally.isFull(); block = blocks.next()) {
                waiting.add(waiting.size() < 2 * most ? begin(block) : CompletableFuture.completedFuture(scan(block)));
                while (!waiting.isEmpty() && waiting.element().isDone()) {
                    join(waiting.remove().join());
                }
                if (waiting.size() > 4 * most) {
                    join(waiting.remove().join());
                }
            }
            while (!waiting.isEmpty() && !tally.isFull()) {
                join(waiting.remove().join());
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof DatasetException known ? known : e;
        }
        if (spool != null) {
            spool.flush();
        }
        return new Checked(
                tally.samples(),
                HexFormat.of().formatHex(digest.digest()),
                Optional.ofNullable(index),
                Optional.ofNullable(spool));
    }

    private CompletableFuture<Scan> begin(Block block) {
        return CompletableFuture.supplyAsync(() -> scan(block));
    }

    /// What a block holds. The failure is that of the row after the last one kept.
    @SuppressWarnings("ArrayRecordComponent")
    private record Scan(Block block, Kept kept, @Nullable DatasetException failure) {}

    /// The rows of a block that become samples.
    private static final class Kept {
        private int count;
        private int[] from = new int[64];
        private int[] to = new int[64];
        private long[] line = new long[64];
        private long[] hash = new long[64];

        void add(int start, int end, long number, long id) {
            if (count == from.length) {
                from = Arrays.copyOf(from, count * 2);
                to = Arrays.copyOf(to, count * 2);
                line = Arrays.copyOf(line, count * 2);
                hash = Arrays.copyOf(hash, count * 2);
            }
            from[count] = start;
            to[count] = end;
            line[count] = number;
            hash[count++] = id;
        }
    }

    private Scan scan(Block block) {
        Kept kept = new Kept();
        try {
            block.forEach((from, to, line) -> {
                if (!parse) {
                    kept.add(from, to, line, 0);
                    return;
                }
                JsonNode row = parser.row(block.bytes(), from, to, line);
                try {
                    if (mapper.accepts(row)) {
                        kept.add(from, to, line, check(row));
                    }
                } catch (IllegalArgumentException e) {
                    throw e instanceof DatasetException ? e : Located.at(name, line, e);
                }
            });
        } catch (DatasetException e) {
            return new Scan(block, kept, e);
        }
        return new Scan(block, kept, null);
    }

    /// Checks that the row gives a sample, and returns the hash of its id, 0 if it has none.
    private long check(JsonNode row) {
        if (options.check() == Check.COUNT) {
            return 0;
        }
        Optional<String> id = mapper.id(row);
        mapper.sample(row, id.orElse("?"));
        return id.map(tally::hash).orElse(0L);
    }

    private void join(Scan scan) {
        Kept kept = scan.kept;
        Block block = scan.block;
        int end = block.end();
        for (int i = 0; i < kept.count; i++) {
            boolean fresh = options.check() == Check.COUNT || tally.add(kept.hash[i]);
            if (options.check() == Check.COUNT) {
                tally.add();
            }
            if (!fresh) {
                Duplicates.confirm(() -> new JsonlRows(file, options.maxRowBytes()), name, mapper, tally.samples());
            }
            if (spool != null && index != null) {
                index.add(spool.add(block.bytes(), kept.from[i], kept.to[i]), kept.line[i]);
            } else if (index != null) {
                index.add(block.offset() + kept.from[i] - block.start(), kept.line[i]);
            }
            if (tally.isFull()) {
                end = kept.to[i];
                break;
            }
        }
        digest.update(block.bytes(), block.start(), end - block.start());
        if (scan.failure != null && !tally.isFull()) {
            throw scan.failure;
        }
    }
}
