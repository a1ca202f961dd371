package dev.assay.store;

import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ModelUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.zip.CRC32C;

/// A sample as one row of the table `sample`, with a checksum over all of it: SQLite itself does not
/// notice a bit that turned on the disk.
record SampleRow(
        String key,
        String claim,
        String stage,
        int position,
        String outcome,
        String reason,
        int calls,
        long inputTokens,
        long outputTokens,
        String finished,
        RecordBody.Stored body) {

    static final String TABLE = """
            CREATE TABLE sample (
                number INTEGER PRIMARY KEY,
                key TEXT NOT NULL UNIQUE,
                claim TEXT NOT NULL,
                stage TEXT NOT NULL,
                position INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                reason TEXT NOT NULL,
                calls INTEGER NOT NULL,
                input_tokens INTEGER NOT NULL,
                output_tokens INTEGER NOT NULL,
                finished TEXT NOT NULL,
                encoding INTEGER NOT NULL,
                size INTEGER NOT NULL,
                body BLOB NOT NULL,
                checksum INTEGER NOT NULL
            )""";

    static final String INDEX = "CREATE INDEX sample_claim ON sample (claim)";

    private static final String COLUMNS = "key, claim, stage, position, outcome, reason, calls, input_tokens,"
            + " output_tokens, finished, encoding, size, body, checksum";

    static final String INSERT =
            "INSERT INTO sample (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String BY_KEY = "SELECT " + COLUMNS + " FROM sample WHERE key = ?";
    static final String BY_CLAIM = "SELECT " + COLUMNS + " FROM sample WHERE claim = ? ORDER BY number";

    static SampleRow of(SampleRecord record) {
        return new SampleRow(
                StoredText.encode(record.key()),
                StoredText.encode(record.claim()),
                StoredText.encode(record.stage()),
                record.index(),
                String.valueOf(record.outcome().code()),
                StoredText.encode(record.reason()),
                record.calls(),
                record.usage().inputTokens(),
                record.usage().outputTokens(),
                record.finished().toString(),
                RecordBody.encode(record));
    }

    void bind(PreparedStatement insert) throws SQLException {
        insert.setString(1, key);
        insert.setString(2, claim);
        insert.setString(3, stage);
        insert.setInt(4, position);
        insert.setString(5, outcome);
        insert.setString(6, reason);
        insert.setInt(7, calls);
        insert.setLong(8, inputTokens);
        insert.setLong(9, outputTokens);
        insert.setString(10, finished);
        insert.setInt(11, body.encoding());
        insert.setInt(12, body.size());
        insert.setBytes(13, body.bytes());
        insert.setLong(14, checksum());
    }

    /// @throws DamagedException if the row is not as it was written
    static SampleRecord read(ResultSet row) throws SQLException {
        SampleRow sample;
        try {
            sample = new SampleRow(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6),
                    row.getInt(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getString(10),
                    new RecordBody.Stored(row.getInt(11), row.getInt(12), row.getBytes(13)));
            if (sample.checksum() != row.getLong(14)) {
                throw new IllegalStateException("the checksum differs");
            }
            return sample.record();
        } catch (RuntimeException damage) {
            throw new DamagedException("sample '" + row.getString(1) + "': " + damage.getMessage(), damage);
        }
    }

    private SampleRecord record() {
        RecordBody said = RecordBody.decode(body);
        return new SampleRecord(
                StoredText.decode(key),
                StoredText.decode(claim),
                StoredText.decode(stage),
                position,
                Outcome.ofCode(outcome.charAt(0)),
                StoredText.decode(reason),
                said.conversations(),
                said.spans(),
                calls,
                new ModelUsage(inputTokens, outputTokens),
                Instant.parse(finished));
    }

    private long checksum() {
        CRC32C checksum = new CRC32C();
        for (String text : new String[] {key, claim, stage, outcome, reason, finished}) {
            checksum.update(text.getBytes(StandardCharsets.UTF_8));
            checksum.update(0);
        }
        ByteBuffer numbers = ByteBuffer.allocate(5 * Integer.BYTES + 2 * Long.BYTES)
                .putInt(position)
                .putInt(calls)
                .putLong(inputTokens)
                .putLong(outputTokens)
                .putInt(body.encoding())
                .putInt(body.size());
        checksum.update(numbers.flip());
        checksum.update(body.bytes());
        return checksum.getValue();
    }
}
