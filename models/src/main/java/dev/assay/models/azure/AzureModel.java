package dev.assay.models.azure;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.HostedModel;
import dev.assay.models.openai.ChatDialect;
import dev.assay.models.openai.ChatFormat;
import dev.assay.models.openai.OpenAiFamily;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Models in a deployment of Azure OpenAI.
public final class AzureModel {

    static final String DEFAULT_KEY_VARIABLE = "AZURE_OPENAI_API_KEY";
    static final String ENDPOINT_VARIABLE = "AZURE_OPENAI_ENDPOINT";
    static final String DEFAULT_API_VERSION = "2024-10-21";

    private AzureModel() {}

    /// Starts a model that answers in the deployment of that name.
    public static Builder deployment(String deployment) {
        return new Builder(deployment);
    }

    /// Settings of a deployment. By default it calls the resource in AZURE_OPENAI_ENDPOINT with the key in
    /// AZURE_OPENAI_API_KEY, API version 2024-10-21, and takes the deployment's name for the model's; see
    /// {@link EndpointBuilder} for the rest.
    public static final class Builder extends EndpointBuilder<Builder> {

        private final String deployment;
        private Optional<String> endpoint = Optional.empty();
        private Optional<String> underlying = Optional.empty();
        private String keyVariable = DEFAULT_KEY_VARIABLE;
        private String apiVersion = DEFAULT_API_VERSION;

        private Builder(String deployment) {
            this.deployment = requireModel(deployment);
            if (!deployment.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new IllegalArgumentException("The deployment's name '" + deployment
                        + "' is not 1 to 64 letters, digits, '.', '_' and '-': give the name it has in Azure.");
            }
        }

        @Override
        protected Builder self() {
            return this;
        }

        /// The resource's address, such as `https://NAME.openai.azure.com`.
        ///
        /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
        ///     fragment
        public Builder endpoint(String value) {
            this.endpoint = Optional.of(requireBaseUrl(value, "https://NAME.openai.azure.com", "/chat/completions"));
            return this;
        }

        /// The environment variable that holds the key; AZURE_OPENAI_API_KEY by default.
        public Builder keyFromEnvironment(String variable) {
            this.keyVariable = Objects.requireNonNull(variable, "variable");
            return this;
        }

        /// The version of the API, such as `2024-10-21`, the default.
        public Builder apiVersion(String value) {
            if (!value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?")) {
                throw new IllegalArgumentException(
                        "The API version '" + value + "' is not of the form 2024-10-21 or 2025-04-01-preview.");
            }
            this.apiVersion = value;
            return this;
        }

        /// The model in the deployment, such as `o3-mini`, where the deployment's name does not tell:
        /// reasoning models take other settings.
        public Builder model(String value) {
            this.underlying = Optional.of(value);
            return this;
        }

        /// The model. No connection is made before the first call.
        ///
        /// @throws IllegalArgumentException if no endpoint is given, here or in AZURE_OPENAI_ENDPOINT
        /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters
        ///     that no header can carry
        public HostedModel build() {
            if (endpoint.isEmpty()) {
                String found = environment().apply(ENDPOINT_VARIABLE);
                if (found == null || found.isBlank()) {
                    throw new IllegalArgumentException("Azure needs the address of its resource: set "
                            + ENDPOINT_VARIABLE + " to one such as https://NAME.openai.azure.com.");
                }
                endpoint(found);
            }
            String base = endpoint.orElseThrow() + "/openai/deployments/" + deployment;
            String model = underlying.orElse(deployment);
            boolean reasoning = OpenAiFamily.isReasoning(model);
            ChatFormat format = new ChatFormat(
                    "azure-chat",
                    base,
                    deployment,
                    URI.create(base + "/chat/completions?api-version=" + apiVersion),
                    adjusted(OpenAiFamily.ofChat(model)),
                    new ChatDialect(reasoning ? "max_completion_tokens" : "max_tokens", false));
            return new HostedModel(
                    displayName().orElse("azure/" + deployment),
                    format,
                    ApiKey.header("api-key", List.of(keyVariable), environment()),
                    settings());
        }
    }
}
