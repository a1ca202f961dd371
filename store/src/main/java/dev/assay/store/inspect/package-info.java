/// Logs in the formats of Inspect (`.eval` and `.json`), for reading and for writing. A log from outside is
/// hostile: what it claims is checked, what it says names no file, and its size is bounded.
package dev.assay.store.inspect;
