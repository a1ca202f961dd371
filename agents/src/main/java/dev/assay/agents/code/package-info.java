/// Grading code by running it, in a sandbox.
package dev.assay.agents.code;
