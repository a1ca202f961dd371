/// Azure OpenAI: chat completions of a deployment.
package dev.assay.models.azure;
