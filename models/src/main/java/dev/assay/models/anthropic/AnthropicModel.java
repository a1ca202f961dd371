package dev.assay.models.anthropic;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.BatchClient;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import java.util.List;
import java.util.Objects;

/// Models behind Anthropic's Messages API.
public final class AnthropicModel {

    static final String DEFAULT_BASE_URL = "https://api.anthropic.com";
    static final String DEFAULT_KEY_VARIABLE = "ANTHROPIC_API_KEY";

    private AnthropicModel() {}

    /// Starts a model that answers to `model`, such as `claude-sonnet-4-5`.
    public static Builder named(String model) {
        return new Builder(model);
    }

    /// Settings of a model behind the Messages API. By default it calls `https://api.anthropic.com` with
    /// the key in ANTHROPIC_API_KEY; see {@link EndpointBuilder} for the rest.
    public static final class Builder extends EndpointBuilder<Builder> {

        private final String model;
        private String baseUrl = DEFAULT_BASE_URL;
        private String keyVariable = DEFAULT_KEY_VARIABLE;

        private Builder(String model) {
            this.model = requireModel(model);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /// The address before `/v1/messages`, such as a gateway's.
        ///
        /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
        ///     fragment
        public Builder baseUrl(String value) {
            this.baseUrl = requireBaseUrl(value, DEFAULT_BASE_URL, "/v1/messages");
            return this;
        }

        /// The environment variable that holds the key; ANTHROPIC_API_KEY by default.
        public Builder keyFromEnvironment(String variable) {
            this.keyVariable = Objects.requireNonNull(variable, "variable");
            return this;
        }

        /// The model. No connection is made before the first call.
        ///
        /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters
        ///     that no header can carry
        public HostedModel build() {
            return new HostedModel(displayName().orElse("anthropic/" + model), format(), key(), settings());
        }

        /// Batches of requests to the model.
        ///
        /// @throws dev.assay.core.model.ModelException as {@link #build}
        public BatchClient batches() {
            return new AnthropicBatches(format(), key(), settings());
        }

        private MessagesFormat format() {
            return new MessagesFormat(baseUrl, model, adjusted(MessagesFormat.capabilitiesOf(model)));
        }

        private ApiKey key() {
            return ApiKey.header("x-api-key", List.of(keyVariable), environment());
        }
    }
}
