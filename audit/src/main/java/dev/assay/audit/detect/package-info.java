/// Exact detectors: whether a behaviour happened in an answer, and where. No model is asked.
package dev.assay.audit.detect;
