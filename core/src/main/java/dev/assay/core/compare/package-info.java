/// Two runs over the same samples: what became better, what became worse, and how sure that is.
package dev.assay.core.compare;
