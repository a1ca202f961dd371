package dev.assay.models.google;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import java.util.List;

/// Models behind Google's Gemini API.
public final class GeminiModel {

    static final String DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com";
    static final List<String> DEFAULT_KEY_VARIABLES = List.of("GEMINI_API_KEY", "GOOGLE_API_KEY");

    private GeminiModel() {}

    /// Starts a model that answers to `model`, such as `gemini-2.5-flash`.
    public static Builder named(String model) {
        return new Builder(model);
    }

    /// Settings of a model behind the Gemini API. By default it calls
    /// `https://generativelanguage.googleapis.com`, version `v1beta`, with the key in GEMINI_API_KEY, else
    /// GOOGLE_API_KEY; see {@link EndpointBuilder} for the rest.
    public static final class Builder extends EndpointBuilder<Builder> {

        private final String model;
        private String baseUrl = DEFAULT_BASE_URL;
        private List<String> keyVariables = DEFAULT_KEY_VARIABLES;

        private Builder(String model) {
            this.model = requireModel(model);
            if (!model.matches("[A-Za-z0-9._/-]{1,200}")) {
                throw new IllegalArgumentException("The model's name '" + model
                        + "' has characters that no model of Google has: give a name such as gemini-2.5-flash.");
            }
        }

        @Override
        protected Builder self() {
            return this;
        }

        /// The address before `/v1beta/models/...`, such as a gateway's.
        ///
        /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
        ///     fragment
        public Builder baseUrl(String value) {
            this.baseUrl = requireBaseUrl(value, DEFAULT_BASE_URL, "/v1beta");
            return this;
        }

        /// The environment variable that holds the key; by default GEMINI_API_KEY, else GOOGLE_API_KEY.
        public Builder keyFromEnvironment(String variable) {
            this.keyVariables = List.of(variable);
            return this;
        }

        /// The model. No connection is made before the first call.
        ///
        /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters
        ///     that no header can carry
        public HostedModel build() {
            return new HostedModel(
                    displayName().orElse("google/" + model),
                    new GeminiFormat(baseUrl, model, adjusted(GeminiFormat.CAPABILITIES)),
                    ApiKey.header("x-goog-api-key", keyVariables, environment()),
                    settings());
        }
    }
}
