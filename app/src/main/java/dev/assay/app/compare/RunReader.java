package dev.assay.app.compare;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.eval.EvalRuns;
import dev.assay.core.compare.ScoredRun;
import dev.assay.core.compare.ScoredSample;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.inspect.InspectHeader;
import dev.assay.store.inspect.InspectLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a run by the name that a user gives it: a run of Assay, or a log of Inspect.
final class RunReader {

    private RunReader() {}

    /// @param cluster the metadata whose value is the cluster; empty for a cluster a sample
    /// @throws UserError if there is no such run, or nothing in it to compare
    static ScoredRun read(String run, Optional<String> cluster) {
        Path file = Path.of(run);
        if (Files.isRegularFile(file)) {
            return log(file, run, cluster);
        }
        RunFolder folder = RunFolder.existing(run);
        try (EvalJournal journal = EvalRuns.openReadOnly(folder)) {
            EvalRuns.mixture(journal, run).ifPresent(mixture -> {
                throw new UserError(mixture + ", then compare.");
            });
            return ScoredRuns.of(journal, run, cluster);
        }
    }

    private static ScoredRun log(Path file, String run, Optional<String> cluster) {
        try (InspectLog log = InspectLog.open(file)) {
            InspectHeader header = log.header();
            List<ScoredSample> samples = new ArrayList<>();
            log.forEachSample(sample ->
                    samples.add(ScoredRuns.scored(sample.toEvalSample().sample(), run, cluster)));
            if (samples.isEmpty()) {
                throw new UserError("the log '" + run + "' holds no finished sample: there is nothing to compare.");
            }
            return new ScoredRun(
                    run,
                    header.eval().task(),
                    header.eval().model(),
                    header.eval().modelFingerprint(),
                    samples);
        }
    }
}
