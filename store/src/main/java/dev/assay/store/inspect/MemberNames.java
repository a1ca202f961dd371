package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalSample;
import java.nio.charset.StandardCharsets;

/// How members are named. Inspect finds a sample by its id as it is, so it stands there as it is, unless
/// the archive could not say it: then by its hash, and only reading in order finds it.
final class MemberNames {

    private static final int LONGEST_ID = 60_000;

    private MemberNames() {}

    static String sample(EvalSample sample) {
        String id = sample.id();
        boolean plain = id.indexOf('\0') < 0
                && Surrogates.escapeLone(id).equals(id)
                && id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID;
        return SampleName.whole(plain ? id : "hash-" + Murmur3.hex(id), sample.epoch()).member();
    }
}
