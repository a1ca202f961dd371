/// Low-rank adapters (LoRA) in the format of Hugging Face's PEFT: read, written, merged into a model's
/// weights.
package dev.assay.engine.adapter;
