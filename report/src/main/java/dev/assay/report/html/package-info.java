/// The report as one self-contained HTML page that a browser can check without a network.
package dev.assay.report.html;
