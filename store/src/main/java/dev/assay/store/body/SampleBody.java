package dev.assay.store.body;

import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/// A sample's bytes in the journal: format, compression, length of the plain bytes, the bytes, and a CRC-32C
/// over the sample's key, the revision of its grades and all of these, so that neither a bit that turned nor a body in
/// another's row is
/// read as if it were true.
public final class SampleBody {

    /// Bytes of a sample before compression, at most; a blob of SQLite ends soon after.
    static final int LARGEST_SIZE = 512 << 20;

    private static final int FORMAT = 1;
    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;
    private static final int CHECKSUM_LENGTH = 4;

    private static final Compression COMPRESSION = Compression.withDictionary("dictionary-1.bin");

    private SampleBody() {}

    /// @throws TooLargeException if it does not fit
    public static byte[] encode(SampleKey key, EvalSample sample) {
        return encode(key, 0, sink -> new SampleEncoder(sink).sample(sample));
    }

    /// @param id from the row, as `usage` is
    /// @throws RuntimeException if the bytes are damaged
    public static EvalSample decode(SampleKey key, byte[] stored, String id, ModelUsage usage) {
        return decode(key, 0, stored, source -> new SampleDecoder(source).sample(id, key.epoch(), usage));
    }

    /// The grades alone, of a revision from 1.
    ///
    /// @throws TooLargeException if they do not fit
    public static byte[] encodeScores(SampleKey key, int revision, Map<String, Score> scores) {
        return encode(key, revision, sink -> new SampleEncoder(sink).scores(scores));
    }

    /// @throws RuntimeException if the bytes are damaged
    public static Map<String, Score> decodeScores(SampleKey key, int revision, byte[] stored) {
        return decode(key, revision, stored, source -> Map.copyOf(new SampleDecoder(source).scores()));
    }

    static byte[] encode(SampleKey key, int revision, Consumer<ByteSink> writer) {
        ByteSink plain = new ByteSink();
        writer.accept(plain);
        if (plain.length() > LARGEST_SIZE) {
            throw new TooLargeException();
        }
        byte[] compressed = COMPRESSION.compress(plain.array(), plain.length());
        boolean isPlain = compressed.length == 0;
        byte[] content = isPlain ? plain.array() : compressed;
        int length = isPlain ? plain.length() : compressed.length;
        byte[] stored = new byte[2 + lengthOf(plain.length()) + length + CHECKSUM_LENGTH];
        int next = 0;
        stored[next++] = FORMAT;
        stored[next++] = (byte) (isPlain ? PLAIN : DEFLATED);
        for (int rest = plain.length(); ; rest >>>= 7) {
            stored[next++] = (byte) (rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80) {
                break;
            }
        }
        System.arraycopy(content, 0, stored, next, length);
        next += length;
        int checksum = checksum(key, revision, stored, next);
        for (int shift = 24; shift >= 0; shift -= 8) {
            stored[next++] = (byte) (checksum >>> shift);
        }
        return stored;
    }

    private static int lengthOf(int number) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(number)) / 7);
    }

    static <T> T decode(SampleKey key, int revision, byte[] stored, Function<ByteSource, T> reader) {
        int end = stored.length - CHECKSUM_LENGTH;
        if (end < 0) {
            throw new IllegalStateException("the bytes end too soon");
        }
        int checksum = 0;
        for (int index = end; index < stored.length; index++) {
            checksum = (checksum << 8) | (stored[index] & 0xff);
        }
        if (checksum != checksum(key, revision, stored, end)) {
            throw new IllegalStateException("the checksum differs");
        }
        return decodeUnchecked(stored, end, reader);
    }

    /// Without the checksum, which whoever forges bytes can compute.
    static <T> T decodeUnchecked(byte[] stored, int end, Function<ByteSource, T> reader) {
        ByteSource head = new ByteSource(stored, end);
        int format = head.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("it is in format " + format + " and this Assay reads " + FORMAT);
        }
        int compression = head.octet(DEFLATED);
        long length = head.number();
        if (length < 0 || length > LARGEST_SIZE) {
            throw new IllegalStateException("a sample of " + length + " bytes is too large");
        }
        byte[] plain = compression == PLAIN
                ? head.rest((int) length)
                : COMPRESSION.expand(stored, head.position(), end - head.position(), (int) length);
        ByteSource source = new ByteSource(plain, plain.length);
        T value = reader.apply(source);
        source.expectEnd();
        return value;
    }

    private static int checksum(SampleKey key, int revision, byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        byte[] start = new byte[Long.BYTES + 3 * Integer.BYTES];
        ByteBuffer.wrap(start)
                .putLong(key.position())
                .putInt(key.epoch())
                .putInt(key.attempt())
                .putInt(revision);
        checksum.update(start);
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
