/// libtorch through the JavaCPP presets: a trainer of Llamas, and a decoder of every architecture.
package dev.assay.torch;
