/// The run journal in one SQLite file.
package dev.assay.store;
