/// Llama on libtorch through the JavaCPP presets: a trainer and a decoder.
package dev.assay.torch;
