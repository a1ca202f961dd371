/// A comparison of two runs as documents: Markdown for a pull request, JUnit XML and SARIF for a build
/// server, JSON.
package dev.assay.report.compare;
