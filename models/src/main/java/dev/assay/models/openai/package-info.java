/// The chat completions of OpenAI's API, which most servers of models speak.
package dev.assay.models.openai;
