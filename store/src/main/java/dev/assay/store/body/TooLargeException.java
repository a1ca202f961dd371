package dev.assay.store.body;

/// A sample that is larger than a row can be.
public final class TooLargeException extends RuntimeException {

    TooLargeException() {
        super("the sample is larger than the journal takes, " + (SampleBody.LARGEST_SIZE >> 20) + " MiB");
    }
}
