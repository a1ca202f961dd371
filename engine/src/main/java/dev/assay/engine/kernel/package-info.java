/// The few loops in which a decoder spends its time, in two forms that give the same bits.
package dev.assay.engine.kernel;
