package dev.assay.tasks.data;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The samples of a file that was looked through once. A pass reads it again, row by row.
final class FileSource implements SampleSource {

    private final Path file;
    private final String fileName;
    private final String name;
    private final DatasetOptions options;
    private final SampleMapper mapper;
    private final Supplier<RowReader> rows;
    private final SourceFiles.Stamp stamp;
    private final Checked checked;
    private final int[] order;
    private final long size;

    FileSource(
            Path file,
            String name,
            DatasetOptions options,
            SampleMapper mapper,
            Supplier<RowReader> rows,
            SourceFiles.Stamp stamp,
            Checked checked) {
        this.file = file;
        this.fileName = SourceFiles.name(file);
        this.name = name;
        this.options = options;
        this.mapper = mapper;
        this.rows = rows;
        this.stamp = stamp;
        this.checked = checked;
        long taken = Math.min(checked.samples(), options.to().orElse(Long.MAX_VALUE)) - options.from();
        if (taken < 1) {
            throw new DatasetException(none(checked.samples()));
        }
        this.size = Math.min(taken, options.limit().orElse(Long.MAX_VALUE));
        this.order = checked.index().isPresent()
                ? Shuffle.permutation(Math.toIntExact(taken), options.shuffle().orElseThrow())
                : new int[0];
    }

    private String none(long samples) {
        if (options.from() > 0 && samples > 0) {
            return fileName + " has " + samples + " samples, so that none is left after the first " + options.from()
                    + "; start earlier.";
        }
        return options.mapping().where().isEmpty()
                ? fileName + " has no rows; a dataset needs at least one."
                : fileName + " has no row that meets the condition (where); loosen it.";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean shuffled() {
        return options.shuffle().isPresent();
    }

    @Override
    public String digest() {
        String all = checked.digest() + "\n" + options.canonical();
        return HexFormat.of().formatHex(Hashing.sha256().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Stream<Sample> open() {
        return open(0);
    }

    @Override
    public Stream<Sample> open(long skipped) {
        stamp.requireUnchanged(file);
        long first = Math.clamp(skipped, 0, size);
        Pass pass =
                checked.index().isPresent() ? new IndexedPass(checked.index().get()) : new FilePass(first);
        Spliterator<Sample> samples =
                new Spliterators.AbstractSpliterator<>(size - first, Spliterator.ORDERED | Spliterator.NONNULL) {
                    private long given = first;

                    @Override
                    public boolean tryAdvance(Consumer<? super Sample> action) {
                        if (given == size) {
                            return false;
                        }
                        Sample sample = pass.sample(given);
                        given++;
                        action.accept(sample);
                        return true;
                    }
                };
        return StreamSupport.stream(samples, false).onClose(pass::close);
    }

    /// A way through the file.
    private interface Pass {
        /// The sample at a place, from 0; asked in order.
        Sample sample(long place);

        void close();
    }

    private Sample sample(RowReader.Row row, long number) {
        try {
            return mapper.sample(row.value(), mapper.id(row.value()).orElseGet(() -> Long.toString(number)));
        } catch (IllegalArgumentException e) {
            throw Located.at(fileName, row.line(), e);
        }
    }

    private final class FilePass implements Pass {

        private final RowReader reader = rows.get();
        private final long before;
        private long number;

        FilePass(long skipped) {
            this.before = options.from() + skipped;
            if (options.mapping().where().isEmpty()) {
                reader.skip(before);
                number = before;
            }
        }

        @Override
        public Sample sample(long place) {
            while (true) {
                RowReader.Row row = reader.next();
                if (row == null) {
                    throw new DatasetException(
                            file + " has fewer rows than when it was checked: leave it alone during a run.");
                }
                try {
                    if (!mapper.accepts(row.value())) {
                        continue;
                    }
                } catch (IllegalArgumentException e) {
                    throw Located.at(fileName, row.line(), e);
                }
                number++;
                if (number > before) {
                    return FileSource.this.sample(row, number);
                }
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private final class IndexedPass implements Pass {

        private final RowIndex index;
        private final FileChannel channel;

        IndexedPass(RowIndex index) {
            this.index = index;
            this.channel = checked.spool().map(Spool::channel).orElseGet(this::channel);
        }

        private FileChannel channel() {
            try {
                return FileChannel.open(file, StandardOpenOption.READ);
            } catch (IOException e) {
                throw SourceFiles.unreadable(file.toString(), e);
            }
        }

        @Override
        public Sample sample(long place) {
            int number = Math.toIntExact(options.from() + order[(int) place]);
            return FileSource.this.sample(index.row(channel, number), number + 1L);
        }

        @Override
        public void close() {
            if (checked.spool().isEmpty()) {
                SourceFiles.close(channel);
            }
        }
    }
}
