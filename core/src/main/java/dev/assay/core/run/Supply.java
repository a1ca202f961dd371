package dev.assay.core.run;

import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The samples that are still to be run, one after another. Used by one thread at a time.
final class Supply implements AutoCloseable {

    private final Finished finished;
    private final int epochs;
    private final Stream<Sample> stream;
    private final Iterator<Sample> samples;
    private long position;
    private int epoch;
    private @Nullable Sample current;

    Supply(SampleSource source, int epochs, Finished finished) {
        this.finished = finished;
        this.epochs = epochs;
        long skipped = finished.firstOpen();
        this.stream = source.open(skipped);
        this.samples = stream.iterator();
        this.position = skipped - 1;
        this.epoch = epochs;
    }

    /// The next one; empty when there is none left.
    ///
    /// @throws RuntimeException of the source, where a sample cannot be read
    Optional<Work> next() {
        while (true) {
            if (epoch == epochs) {
                if (!samples.hasNext()) {
                    return Optional.empty();
                }
                current = samples.next();
                position++;
                epoch = 0;
            }
            epoch++;
            Sample sample = current;
            if (sample != null && !finished.isDone(position, epoch)) {
                return Optional.of(
                        new Work(new SampleKey(position, epoch, finished.nextAttempt(position, epoch)), sample));
            }
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
