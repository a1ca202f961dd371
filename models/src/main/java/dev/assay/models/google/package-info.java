/// The Gemini API of Google.
package dev.assay.models.google;
