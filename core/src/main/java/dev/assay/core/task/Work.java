package dev.assay.core.task;

import dev.assay.core.journal.SampleKey;

/// One sample to be run.
///
/// @param key which attempt at which sample and epoch
/// @param sample what is asked
record Work(SampleKey key, Sample sample) {}
