package dev.assay.core.journal;

import java.time.Instant;

/// What a run is, written once before its first call.
///
/// @param runId name of the run, such as `finch-1122`; safe as a file name
/// @param target name of the target as the user gave it
/// @param fingerprint the target's {@link dev.assay.core.model.Model#fingerprint}
/// @param planHash SHA-256 of `planJson` in hexadecimal
/// @param planJson the whole plan, canonical JSON
/// @param seed the seed from which every draw follows
/// @param command the command line that started the run, without secrets
/// @param started when
/// @param assayVersion version that wrote it
public record RunHeader(
        String runId,
        String target,
        String fingerprint,
        String planHash,
        String planJson,
        long seed,
        String command,
        Instant started,
        String assayVersion) {}
