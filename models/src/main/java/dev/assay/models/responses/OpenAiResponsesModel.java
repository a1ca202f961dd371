package dev.assay.models.responses;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import java.util.Objects;

/// Models behind OpenAI's Responses API.
public final class OpenAiResponsesModel {

    static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";
    static final String DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY";

    private OpenAiResponsesModel() {}

    /// Starts a model that answers to `model`, such as `gpt-5`.
    public static Builder named(String model) {
        return new Builder(model);
    }

    /// Settings of a model behind the Responses API. By default it calls `https://api.openai.com/v1` with
    /// the key in OPENAI_API_KEY; nothing is stored at the provider. See {@link EndpointBuilder} for the
    /// rest.
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

        /// The address before `/responses`.
        ///
        /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
        ///     fragment
        public Builder baseUrl(String value) {
            this.baseUrl = requireBaseUrl(value, DEFAULT_BASE_URL, "/responses");
            return this;
        }

        /// The environment variable that holds the key; OPENAI_API_KEY by default.
        public Builder keyFromEnvironment(String variable) {
            this.keyVariable = Objects.requireNonNull(variable, "variable");
            return this;
        }

        /// The model. No connection is made before the first call.
        ///
        /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters
        ///     that no header can carry
        public HostedModel build() {
            return new HostedModel(
                    displayName().orElse("openai-responses/" + model),
                    new ResponsesFormat(baseUrl, model, adjusted(ResponsesFormat.capabilitiesOf(model))),
                    ApiKey.bearer(keyVariable, environment()),
                    settings());
        }
    }
}
