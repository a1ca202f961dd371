/// The report as data: versioned JSON, written and read back without loss.
package dev.assay.report.json;
