package dev.assay.models.openai;

/// Models behind any server that speaks OpenAI's chat completions: OpenAI itself, vLLM, SGLang, the
/// llama.cpp server, Ollama, and gateways.
public final class OpenAiChatModel {

    private OpenAiChatModel() {}

    /// Starts a model that answers to `model`, such as `gpt-5`, at its server.
    public static OpenAiChatModelBuilder named(String model) {
        return new OpenAiChatModelBuilder(model);
    }
}
