/// Tools: what a model may call, described to it by a JSON Schema, and what becomes of a call.
package dev.assay.agents.tool;
