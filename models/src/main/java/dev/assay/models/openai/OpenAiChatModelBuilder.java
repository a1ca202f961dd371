package dev.assay.models.openai;

import dev.assay.core.model.Capability;
import dev.assay.models.http.ApiKey;
import dev.assay.models.http.BatchClient;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Settings of a model behind OpenAI's chat completions. By default it calls `https://api.openai.com/v1`
/// with the key in OPENAI_API_KEY (none is sent if that is not set); see {@link EndpointBuilder} for the
/// rest.
public final class OpenAiChatModelBuilder extends EndpointBuilder<OpenAiChatModelBuilder> {

    static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";
    static final String DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY";

    private final String model;
    private String baseUrl = DEFAULT_BASE_URL;
    private String keyVariable = DEFAULT_KEY_VARIABLE;
    private Optional<String> tokenLimitField = Optional.empty();
    private boolean thoughtsReturned;

    OpenAiChatModelBuilder(String model) {
        this.model = requireModel(model);
    }

    @Override
    protected OpenAiChatModelBuilder self() {
        return this;
    }

    /// The address before `/chat/completions`, such as `http://localhost:8000/v1`.
    ///
    /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a fragment
    public OpenAiChatModelBuilder baseUrl(String value) {
        this.baseUrl = requireBaseUrl(value, "http://localhost:8000/v1", "/chat/completions");
        return this;
    }

    /// The environment variable that holds the key; OPENAI_API_KEY by default.
    public OpenAiChatModelBuilder keyFromEnvironment(String variable) {
        this.keyVariable = Objects.requireNonNull(variable, "variable");
        return this;
    }

    /// The request's field for the limit of generated tokens: by default `max_completion_tokens` for
    /// OpenAI's reasoning models, which take no other, and `max_tokens` for all others.
    public OpenAiChatModelBuilder tokenLimitField(String value) {
        this.tokenLimitField = Optional.of(value);
        return this;
    }

    /// Sends thoughts of earlier turns as `reasoning_content`, which vLLM and DeepSeek take; by default
    /// they are left out, as OpenAI demands.
    public OpenAiChatModelBuilder thoughtsReturned(boolean value) {
        this.thoughtsReturned = value;
        return this;
    }

    /// By default `openai/MODEL`, or `BASE_URL#MODEL` at another address.
    String name() {
        return displayName().orElseGet(() -> isOpenAi() ? "openai/" + model : baseUrl + "#" + model);
    }

    private boolean isOpenAi() {
        return baseUrl.equals(DEFAULT_BASE_URL);
    }

    String baseUrl() {
        return baseUrl;
    }

    String keyVariable() {
        return keyVariable;
    }

    /// The model. No connection is made before the first call.
    ///
    /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters that
    ///     no header can carry
    public HostedModel build() {
        return new HostedModel(name(), format(), key(), settings());
    }

    /// Batches of requests to the model, where its server has OpenAI's batches.
    ///
    /// @throws dev.assay.core.model.ModelException as {@link #build}
    public BatchClient batches() {
        return new OpenAiBatches(format(), key(), settings());
    }

    private ApiKey key() {
        return ApiKey.bearer(keyVariable, environment());
    }

    private ChatFormat format() {
        boolean reasoning = OpenAiFamily.isReasoning(model);
        Set<Capability> capabilities =
                isOpenAi() || reasoning ? OpenAiFamily.ofChat(model) : OpenAiFamily.ofCompatibleServers();
        if (isOpenAi()) {
            capabilities.add(Capability.BATCH);
        }
        ChatDialect dialect = new ChatDialect(
                tokenLimitField.orElse(reasoning ? "max_completion_tokens" : "max_tokens"), thoughtsReturned);
        return new ChatFormat(
                "openai-chat",
                baseUrl,
                model,
                URI.create(baseUrl + "/chat/completions"),
                adjusted(capabilities),
                dialect);
    }
}
