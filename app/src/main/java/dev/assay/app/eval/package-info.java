/// The commands around an evaluation: run it, go on with it, watch it, tune it, grade it again.
package dev.assay.app.eval;
