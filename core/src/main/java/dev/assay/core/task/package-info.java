/// An evaluation in Inspect's words: Task, Dataset, Sample, Solver, Scorer, EvalLog, and the runner.
package dev.assay.core.task;
