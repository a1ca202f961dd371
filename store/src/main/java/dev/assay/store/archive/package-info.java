/// ZIP archives as Inspect writes them: many small members, Zstandard among the methods, a directory too
/// large for objects. Whatever an archive claims is checked against the file before it is believed.
package dev.assay.store.archive;
