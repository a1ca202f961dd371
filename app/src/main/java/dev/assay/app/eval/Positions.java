package dev.assay.app.eval;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Places in a dataset as text: a bit a place, deflated, in base 64.
final class Positions {

    /// A bit for each of 2^31 places.
    private static final int MOST_BYTES = 1 << 28;

    private Positions() {}

    static String encode(BitSet places) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(places.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// @throws IllegalArgumentException if `text` is not what {@link #encode} writes
    static BitSet decode(String text) {
        try (InflaterInputStream inflater = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return BitSet.valueOf(inflater.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw new IllegalArgumentException("The places of the samples cannot be read.", e);
        }
    }
}
