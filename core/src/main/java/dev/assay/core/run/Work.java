package dev.assay.core.run;

import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.Sample;

/// One sample to be run.
///
/// @param key which attempt at which sample and epoch
/// @param sample what is asked
record Work(SampleKey key, Sample sample) {}
