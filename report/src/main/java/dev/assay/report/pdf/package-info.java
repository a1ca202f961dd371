/// The report on paper, printed by a browser that is installed.
package dev.assay.report.pdf;
