package dev.assay.app.compare;

import dev.assay.app.UserError;
import dev.assay.core.compare.ScoredRun;
import dev.assay.core.compare.ScoredSample;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a comparison needs of a run, read from its journal one sample at a time.
final class ScoredRuns {

    private ScoredRuns() {}

    /// @param name how the user calls the run
    /// @param cluster the metadata whose value is the cluster; empty for a cluster a sample
    /// @throws UserError if the journal holds no run, or a sample lacks that metadata
    static ScoredRun of(EvalJournal journal, String name, Optional<String> cluster) {
        EvalHeader header = journal.header()
                .orElseThrow(() -> new UserError("run '" + name + "' never began: there is nothing to compare."));
        List<ScoredSample> samples = new ArrayList<>();
        journal.forEachSample(sample -> samples.add(scored(sample, name, cluster)));
        if (samples.isEmpty()) {
            throw new UserError("run '" + name + "' has no finished sample yet: let it go on (./assay eval --resume "
                    + name + "), then compare.");
        }
        return new ScoredRun(
                name, header.eval().task(), header.eval().model(), header.eval().modelFingerprint(), samples);
    }

    static ScoredSample scored(EvalSample sample, String run, Optional<String> cluster) {
        Map<String, Double> scores = new HashMap<>();
        sample.scores().forEach((scorer, score) -> scores.put(scorer, score.value()));
        return new ScoredSample(
                sample.id(),
                sample.epoch(),
                question(sample),
                cluster.map(key -> cluster(sample, run, key)).orElse(sample.id()),
                sample.error().isPresent(),
                scores);
    }

    private static String question(EvalSample sample) {
        return SampleDigest.of(
                Stream.of(new Sample(sample.id(), sample.input(), sample.target(), sample.choices(), Map.of())));
    }

    private static String cluster(EvalSample sample, String run, String key) {
        String value = sample.metadata().get(key);
        if (value == null) {
            throw new UserError("sample '" + sample.id() + "' of run '" + run + "' has no metadata '" + key
                    + "': --cluster names a field that every sample has.");
        }
        return value;
    }
}
