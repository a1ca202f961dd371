/// Places in which foreign code may run: no network, no secrets, no way out, and an end to everything.
package dev.assay.agents.sandbox;
