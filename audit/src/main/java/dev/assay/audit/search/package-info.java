/// Searches for rare faults: they propose inputs, and an audit confirms them on fresh draws or does not.
package dev.assay.audit.search;
