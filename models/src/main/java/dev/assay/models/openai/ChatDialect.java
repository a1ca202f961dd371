package dev.assay.models.openai;

import java.util.Objects;

/// Where servers of chat completions differ.
///
/// @param tokenLimitField the field that carries the limit of generated tokens: `max_tokens`, or
///     `max_completion_tokens` as OpenAI's reasoning models want
/// @param thoughtsReturned whether thoughts of earlier turns are sent as `reasoning_content`, which vLLM
///     and DeepSeek take and OpenAI refuses
public record ChatDialect(String tokenLimitField, boolean thoughtsReturned) {
    public ChatDialect {
        Objects.requireNonNull(tokenLimitField, "tokenLimitField");
    }
}
