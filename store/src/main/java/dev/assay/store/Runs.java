package dev.assay.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/// The runs that a database holds, by name.
final class Runs {

    private Runs() {}

    /// The number of the run; it is there afterwards, whoever made it.
    static long add(Connection connection, String name) throws SQLException {
        while (true) {
            OptionalLong present = find(connection, name);
            if (present.isPresent()) {
                return present.getAsLong();
            }
            // Two who begin a run at once may take the same number; then one of them finds it taken and looks again.
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO eval_run (number, name, writer, samples, digest)"
                            + " SELECT coalesce(max(number), 0) + 1, ?, '', 0, 0"
                            + " FROM eval_run WHERE true ON CONFLICT DO NOTHING")) {
                insert.setString(1, StoredText.encode(name));
                insert.executeUpdate();
            }
        }
    }

    static OptionalLong find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT number FROM eval_run WHERE name = ?")) {
            select.setString(1, StoredText.encode(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
