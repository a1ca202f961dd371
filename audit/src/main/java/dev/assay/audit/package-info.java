/// An audit: its configuration, its plan, the run that decides it, and the replay of a decision.
package dev.assay.audit;
