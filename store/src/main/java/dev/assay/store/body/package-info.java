/// The bytes of a sample: what was said and what happened, compact, checked and bounded. Not exported.
package dev.assay.store.body;
