package dev.assay.tasks.data;

import java.util.Optional;

/// What one look through a file told.
///
/// @param samples how many it has, as far as it was looked through
/// @param digest SHA-256 of what was looked through, in hexadecimal
/// @param index where each lies; only where they are shuffled
/// @param spool what the index points into; empty if that is the file itself
record Checked(long samples, String digest, Optional<RowIndex> index, Optional<Spool> spool) {}
