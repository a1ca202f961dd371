package dev.assay.core.task;

import java.util.stream.Stream;

/// Questions under a name, read one after another and as often as wanted, so that a million of them need no
/// more memory than a thousand. Every pass gives the same samples in the same order. A {@link Dataset} is a
/// source that lies in memory.
public interface SampleSource {

    /// How logs call it.
    String name();

    /// Where it is read from; empty where it was made by a program.
    String location();

    /// How many samples a pass gives, at least 1; known before the first is read.
    long size();

    /// Whether their order was drawn.
    boolean shuffled();

    /// SHA-256, in hexadecimal, over all that decides which samples a pass gives.
    String digest();

    /// A new pass over the samples; the caller closes it. A sample that cannot be read throws at its place, an
    /// {@link IllegalArgumentException} that names file, line and remedy; sources check what they can when they
    /// are made.
    Stream<Sample> open();

    /// As {@link #open}, without the first `skipped` samples, which need not be read. For a run that goes on.
    default Stream<Sample> open(long skipped) {
        Stream<Sample> all = open();
        return all.skip(skipped);
    }
}
