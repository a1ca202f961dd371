/// Findings to documents: one call writes the page and the data of an audit, another prints the page.
package dev.assay.report;
