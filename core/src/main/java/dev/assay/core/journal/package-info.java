/// The run journal: what was answered is durable before it counts.
package dev.assay.core.journal;
