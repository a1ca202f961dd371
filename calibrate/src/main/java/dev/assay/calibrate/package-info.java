/// Audits of models whose faults are known, and what they say about the audit.
package dev.assay.calibrate;
