/// One HTTP client for all hosted models: retries, limits, adaptive concurrency, and what a wire format
/// must say.
package dev.assay.models.http;
