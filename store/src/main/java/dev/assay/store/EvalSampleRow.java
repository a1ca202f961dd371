package dev.assay.store;

import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.body.SampleBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.zip.CRC32C;

/// A row of `eval_sample` but its body, with a checksum over all of it. The body has its own, over the key and
/// itself, so that rows can be trusted without reading what was said.
///
/// @param id as {@link StoredText}
/// @param scores as {@link ScoreValues}, of the present grades
/// @param revision how often it was graded again; 0 means that the grades are in the body
/// @param size bytes of the body
record EvalSampleRow(
        SampleKey key,
        String id,
        boolean errored,
        String scores,
        int revision,
        ModelUsage usage,
        double seconds,
        int size) {

    static final String COLUMNS = "s.position, s.epoch, s.attempt, s.id, s.errored, s.scores, s.revision,"
            + " s.input_tokens, s.output_tokens, s.cache_read_tokens, s.cache_write_tokens, s.reasoning_tokens,"
            + " s.seconds, s.size, s.checksum";

    static final int NUMBER_OF_COLUMNS = 15;

    static final String INSERT =
            "INSERT INTO eval_sample (run, position, epoch, attempt, id, errored, scores, revision,"
                    + " input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, seconds, size,"
                    + " checksum, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    static EvalSampleRow of(SampleKey key, EvalSample sample, int size) {
        EvalRow row = EvalRow.of(key, sample);
        return new EvalSampleRow(
                key,
                StoredText.encode(sample.id()),
                row.errored(),
                ScoreValues.encode(sample.scores()),
                0,
                sample.modelUsage(),
                row.seconds(),
                size);
    }

    EvalSampleRow graded(Map<String, Score> grades) {
        return new EvalSampleRow(key, id, errored, ScoreValues.encode(grades), revision + 1, usage, seconds, size);
    }

    void bind(PreparedStatement insert, long run, byte[] body) throws SQLException {
        insert.setLong(1, run);
        insert.setLong(2, key.position());
        insert.setInt(3, key.epoch());
        insert.setInt(4, key.attempt());
        insert.setString(5, id);
        insert.setInt(6, errored ? 1 : 0);
        insert.setString(7, scores);
        insert.setInt(8, revision);
        insert.setLong(9, usage.inputTokens());
        insert.setLong(10, usage.outputTokens());
        insert.setLong(11, usage.cacheReadTokens());
        insert.setLong(12, usage.cacheWriteTokens());
        insert.setLong(13, usage.reasoningTokens());
        insert.setDouble(14, seconds);
        insert.setInt(15, size);
        insert.setLong(16, checksum());
        insert.setBytes(17, body);
    }

    /// @throws DamagedException if the row is not as it was written
    static EvalSampleRow read(ResultSet columns) throws SQLException {
        long position = columns.getLong(1);
        try {
            EvalSampleRow row = new EvalSampleRow(
                    new SampleKey(position, columns.getInt(2), columns.getInt(3)),
                    columns.getString(4),
                    columns.getInt(5) == 1,
                    columns.getString(6),
                    columns.getInt(7),
                    new ModelUsage(
                            columns.getLong(8),
                            columns.getLong(9),
                            columns.getLong(10),
                            columns.getLong(11),
                            columns.getLong(12)),
                    columns.getDouble(13),
                    columns.getInt(14));
            if (row.checksum() != columns.getLong(15)) {
                throw new IllegalStateException("the checksum differs");
            }
            return row;
        } catch (RuntimeException damage) {
            throw new DamagedException("sample " + position + ": " + damage.getMessage(), damage);
        }
    }

    /// @param values the decoded `scores`
    EvalRow row(Map<String, Double> values) {
        return new EvalRow(key, StoredText.decode(id), errored, values, usage, seconds, revision);
    }

    /// @throws DamagedException if the body is not as it was written
    EvalSample sample(byte[] body) {
        try {
            return SampleBody.decode(key, body, StoredText.decode(id), usage);
        } catch (RuntimeException damage) {
            throw new DamagedException(key.words() + ": " + damage.getMessage(), damage);
        }
    }

    long checksum() {
        CRC32C checksum = new CRC32C();
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] values = scores.getBytes(StandardCharsets.UTF_8);
        ByteBuffer numbers = ByteBuffer.allocate(7 * Long.BYTES + 7 * Integer.BYTES)
                .putLong(key.position())
                .putInt(key.epoch())
                .putInt(key.attempt())
                .putInt(name.length)
                .putInt(values.length)
                .putInt(errored ? 1 : 0)
                .putInt(revision)
                .putInt(size)
                .putLong(usage.inputTokens())
                .putLong(usage.outputTokens())
                .putLong(usage.cacheReadTokens())
                .putLong(usage.cacheWriteTokens())
                .putLong(usage.reasoningTokens())
                .putDouble(seconds);
        checksum.update(numbers.flip());
        checksum.update(name);
        checksum.update(values);
        return checksum.getValue();
    }
}
