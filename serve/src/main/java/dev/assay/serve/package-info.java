/// A server that speaks OpenAI's wire format, over one open model.
package dev.assay.serve;
