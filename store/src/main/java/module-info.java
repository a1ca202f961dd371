import org.jspecify.annotations.NullMarked;

/// What was answered is kept: the run journal.
@NullMarked
module dev.assay.store {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires flyway.core;
    requires java.logging;
    requires java.naming;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires org.xerial.sqlitejdbc;

    exports dev.assay.store;
}
