package dev.assay.store;

import java.sql.Connection;
import java.sql.SQLException;

/// What a kind of journal keeps in its SQLite file.
interface SqliteSchema {

    /// Four bytes in the file's header by which the kind is known.
    int applicationId();

    /// The kind of journal, such as `an audit`.
    String kind();

    /// The version that this Assay writes.
    int version();

    /// The version of a file of this kind.
    int versionOf(Connection connection) throws SQLException;

    /// Brings a file of version `from` up to date within the open transaction; 0 is an empty file.
    void upgrade(Connection connection, int from) throws SQLException;
}
