package dev.assay.store.inspect;

/// How much a log may ask of its reader. By default a sample may have as much JSON as fits the heap even if
/// it is made of the smallest values, a fortieth of the heap and at least 4 MiB, and 16 million messages may
/// be referred to.
///
/// @param memberBytes most bytes of JSON that are held at once: a sample, the header, one chunk; at least 1
/// @param references most messages that the events of one sample may refer to, counting repeats; at least 1
public record ReadLimits(long memberBytes, long references) {

    private static final long LEAST = 4L << 20;
    private static final long REFERENCES = 16L << 20;
    private static final int HEAP_SHARE = 40;

    public ReadLimits {
        if (memberBytes < 1 || references < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, but are " + memberBytes + " and " + references);
        }
    }

    /// The defaults for this heap.
    public static ReadLimits ofThisHeap() {
        return new ReadLimits(Math.max(LEAST, Runtime.getRuntime().maxMemory() / HEAP_SHARE), REFERENCES);
    }
}
