package dev.assay.models.bedrock;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.Credentials;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import java.util.Optional;

/// Models behind AWS Bedrock's Converse API.
public final class BedrockModel {

    private static final String BEARER_VARIABLE = "AWS_BEARER_TOKEN_BEDROCK";

    private BedrockModel() {}

    /// Starts a model that answers to `model`, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`, an
    /// inference profile or an ARN.
    public static Builder named(String model) {
        return new Builder(model);
    }

    /// Settings of a model behind Converse. By default it calls Bedrock in the region of AWS_REGION, else
    /// AWS_DEFAULT_REGION, with the API key in AWS_BEARER_TOKEN_BEDROCK, else signs with AWS_ACCESS_KEY_ID
    /// and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN); see {@link EndpointBuilder} for the rest.
    public static final class Builder extends EndpointBuilder<Builder> {

        private final String model;
        private Optional<String> region = Optional.empty();
        private Optional<String> baseUrl = Optional.empty();

        private Builder(String model) {
            this.model = requireModel(model);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /// The region, such as `eu-central-1`.
        public Builder region(String value) {
            if (!value.matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException(
                        "The AWS region '" + value + "' is none: give one such as eu-central-1.");
            }
            this.region = Optional.of(value);
            return this;
        }

        /// The address before `/model/...`, such as a gateway's or a private endpoint's; by default that of
        /// the region.
        ///
        /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
        ///     fragment
        public Builder baseUrl(String value) {
            this.baseUrl =
                    Optional.of(requireBaseUrl(value, "https://bedrock-runtime.eu-central-1.amazonaws.com", "/model"));
            return this;
        }

        /// The model. No connection is made before the first call.
        ///
        /// @throws IllegalArgumentException if no region is given, here or in the environment
        /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if a key has characters
        ///     that no header can carry
        public HostedModel build() {
            if (region.isEmpty()) {
                region(ApiKey.read("AWS_REGION", environment())
                        .or(() -> ApiKey.read("AWS_DEFAULT_REGION", environment()))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Bedrock needs a region: set AWS_REGION to one such as eu-central-1.")));
            }
            String where = region.orElseThrow();
            Credentials credentials =
                    ApiKey.read(BEARER_VARIABLE, environment()).isPresent()
                            ? ApiKey.bearer(BEARER_VARIABLE, environment())
                            : AwsCredentials.of(where, environment());
            return new HostedModel(
                    displayName().orElse("bedrock/" + model),
                    new ConverseFormat(
                            baseUrl.orElse("https://bedrock-runtime." + where + ".amazonaws.com"),
                            model,
                            adjusted(ConverseFormat.capabilitiesOf(model))),
                    credentials,
                    settings());
        }
    }
}
