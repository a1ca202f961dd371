package dev.assay.store.inspect;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.task.EvalLog.EvalSample;

/// Samples of a run as lines of JSON: each as an `.eval` log has it, with everything in its place.
public final class SampleLines {

    private final SampleWriter samples;

    /// Lines of the run with that header.
    public SampleLines(EvalHeader header) {
        this.samples = new SampleWriter(header.eval(), header.plan());
    }

    /// The sample as one JSON object in UTF-8, without line breaks.
    public byte[] line(EvalSample sample) {
        return new InspectSample(samples.sample(sample), ReadLimits.ofThisHeap()).line();
    }
}
