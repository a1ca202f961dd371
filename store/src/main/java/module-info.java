import org.jspecify.annotations.NullMarked;

/// What was answered is kept: the run journal, and logs in Inspect's format.
@NullMarked
module dev.assay.store {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires aircompressor.v3;
    requires flyway.core;
    requires java.logging;
    requires java.naming;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires org.xerial.sqlitejdbc;
    requires static parquet.column;
    requires static parquet.floor;

    exports dev.assay.store;
    exports dev.assay.store.export;
    exports dev.assay.store.inspect;
}
