/// The Messages API of Anthropic.
package dev.assay.models.anthropic;
