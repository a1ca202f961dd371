import org.jspecify.annotations.NullMarked;

/// What was answered is kept: the run journal, and logs in Inspect's format.
@NullMarked
module dev.assay.store {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires aircompressor.v3;
    requires java.sql;
    requires static parquet.column;
    requires static parquet.floor;
    requires org.xerial.sqlitejdbc;

    exports dev.assay.store;
    exports dev.assay.store.export;
    exports dev.assay.store.inspect;
}
