package dev.assay.store.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a member of an archive has to do with a sample, told by its name alone. Ids stand in names as they
/// are, slashes and dots included, so only the ends of a name say anything.
///
/// @param prefix the name up to the epoch: `samples/ID_epoch_N`
/// @param chunked whether the sample lies in several members under `prefix`
record SampleName(String prefix, boolean chunked) {

    private static final int LONGEST_ID = 60_000;
    private static final String FOLDER = "samples/";
    private static final String EPOCH = "_epoch_";
    private static final String WHOLE_END = ".json";
    private static final String SHELL_END = "/sample.json";

    /// The sample that a member holds, whole or as the shell of its chunks; nothing for other members.
    static Optional<SampleName> of(String member) {
        if (!member.startsWith(FOLDER)) {
            return Optional.empty();
        }
        if (member.endsWith(SHELL_END)) {
            String prefix = member.substring(0, member.length() - SHELL_END.length());
            return endsWithEpoch(prefix) ? Optional.of(new SampleName(prefix, true)) : Optional.empty();
        }
        if (member.endsWith(WHOLE_END)) {
            String prefix = member.substring(0, member.length() - WHOLE_END.length());
            return endsWithEpoch(prefix) ? Optional.of(new SampleName(prefix, false)) : Optional.empty();
        }
        return Optional.empty();
    }

    static SampleName whole(String id, int epoch) {
        return new SampleName(FOLDER + id + EPOCH + epoch, false);
    }

    static SampleName inChunks(String id, int epoch) {
        return new SampleName(FOLDER + id + EPOCH + epoch, true);
    }

    /// The name under which a sample is written. Inspect looks for the id as it is; one that a name cannot
    /// hold gives way to its hash, and only reading in order finds that sample.
    static SampleName written(String id, int epoch) {
        String visible = visible(id);
        boolean fits = visible.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID;
        return whole(fits ? visible : "hash-" + Murmur3.hex(id), epoch);
    }

    /// An id with escapes for what neither a name nor Inspect can hold: NUL and halves of characters.
    static String visible(String id) {
        return Surrogates.escapeLone(id).replace("\0", "\\u0000");
    }

    /// The member's name.
    String member() {
        return prefix + (chunked ? SHELL_END : WHOLE_END);
    }

    /// The member of a chunk that starts at item `start` of `sequence`.
    String chunk(String sequence, long start) {
        return prefix + "/" + sequence + "/" + start + ".json";
    }

    String metadata() {
        return prefix + "/metadata.json";
    }

    private static boolean endsWithEpoch(String prefix) {
        int digits = prefix.length();
        while (digits > 0 && prefix.charAt(digits - 1) >= '0' && prefix.charAt(digits - 1) <= '9') {
            digits--;
        }
        return digits < prefix.length() && prefix.startsWith(EPOCH, digits - EPOCH.length());
    }
}
