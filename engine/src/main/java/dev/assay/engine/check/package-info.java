/// Whether this engine computes a model as its reference does.
package dev.assay.engine.check;
