/// Byte-level byte-pair encoding: trained here, written as Hugging Face reads it.
package dev.assay.organisms.bpe;
