/// How a claim is decided from its samples in plan order: pure state machines over the plan and the journal.
package dev.assay.audit.ruling;
