/// Sealed sets: models that nobody could see before the audit was fixed, drawn by a seed that an outside party has a
/// part in, each examined once.
package dev.assay.calibrate.sealed;
