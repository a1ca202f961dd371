package dev.assay.store.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Deflate with a preset dictionary. The machines are used again: to make one costs more than a sample does.
final class Compression {

    /// Measured: docs/measurements/journal.md.
    static final int LEVEL = 1;

    /// What a byte may unfold to. What would compress better is stored as it is, so that a small file cannot
    /// ask for a large memory.
    static final int LARGEST_RATIO = 100;

    /// Below this size the ratio may be anything.
    static final int ANY_RATIO_BELOW = 1 << 20;

    private static final int KEPT = 8;

    private final byte[] dictionary;
    private final ConcurrentLinkedQueue<Deflater> deflaters = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Inflater> inflaters = new ConcurrentLinkedQueue<>();

    Compression(byte[] dictionary) {
        this.dictionary = dictionary.clone();
    }

    /// With the dictionary in a resource beside this class.
    static Compression withDictionary(String resource) {
        try (InputStream in = Compression.class.getResourceAsStream(resource)) {
            return new Compression(Objects.requireNonNull(in, resource).readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The compressed bytes, or an empty array where they would not be shorter, or much shorter than a reader
    /// believes.
    byte[] compress(byte[] plain, int length) {
        Deflater deflater = take(deflaters, () -> new Deflater(LEVEL, true));
        byte[] compressed = new byte[length];
        deflater.setDictionary(dictionary);
        deflater.setInput(plain, 0, length);
        deflater.finish();
        int size = deflater.deflate(compressed);
        boolean whole = deflater.finished() && isBelievable(length, size);
        deflater.reset();
        give(deflaters, deflater, Deflater::end);
        return whole ? Arrays.copyOf(compressed, size) : new byte[0];
    }

    static boolean isBelievable(long plain, long compressed) {
        return plain <= ANY_RATIO_BELOW || plain / LARGEST_RATIO <= compressed;
    }

    /// The plain bytes of what {@link #compress} made.
    ///
    /// @throws IllegalStateException if they are damaged
    byte[] expand(byte[] compressed, int start, int length, int plainLength) {
        if (!isBelievable(plainLength, length)) {
            throw new IllegalStateException(length + " bytes cannot hold " + plainLength);
        }
        Inflater inflater = take(inflaters, () -> new Inflater(true));
        try {
            byte[] plain = new byte[plainLength];
            inflater.setDictionary(dictionary);
            inflater.setInput(compressed, start, length);
            int size = inflater.inflate(plain);
            byte[] more = new byte[1];
            if (size != plainLength || inflater.inflate(more) != 0 || !inflater.finished()) {
                throw new IllegalStateException("expected " + plainLength + " bytes and found others");
            }
            return plain;
        } catch (DataFormatException damage) {
            throw new IllegalStateException("the compressed bytes are damaged", damage);
        } finally {
            inflater.reset();
            give(inflaters, inflater, Inflater::end);
        }
    }

    private static <T> T take(ConcurrentLinkedQueue<T> kept, Supplier<T> make) {
        T taken = kept.poll();
        return taken != null ? taken : make.get();
    }

    private static <T> void give(ConcurrentLinkedQueue<T> kept, T given, Consumer<T> end) {
        if (kept.size() < KEPT) {
            kept.add(given);
        } else {
            end.accept(given);
        }
    }
}
