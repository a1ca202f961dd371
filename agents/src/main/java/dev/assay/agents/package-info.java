/// Models that act: tools, simulated environments, sandboxes, the tool loop.
package dev.assay.agents;
