/// Text to tokens and back, as a model folder's tokenizer.json says.
package dev.assay.engine.tokenizer;
