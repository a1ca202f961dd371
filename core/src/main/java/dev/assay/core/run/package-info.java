/// The runner: a task against a model, sample by sample, into a journal, and the figures of what it holds.
package dev.assay.core.run;
