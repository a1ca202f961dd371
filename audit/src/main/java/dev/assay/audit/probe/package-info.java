/// One sample of a claim: what is said to the target, and what its answers came to.
package dev.assay.audit.probe;
