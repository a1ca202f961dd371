/// What an audit found, as data: the plan, the findings, the report.
package dev.assay.core.audit;
