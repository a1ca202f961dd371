/// A Llama decoder in plain Java: from tokens to logits, many sequences at once.
package dev.assay.engine.decoder;
