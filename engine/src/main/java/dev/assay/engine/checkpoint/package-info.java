/// A model folder as Hugging Face writes it: `config.json` and `model.safetensors`, read and written.
package dev.assay.engine.checkpoint;
