/// The Responses API of OpenAI.
package dev.assay.models.responses;
