package dev.assay.models.openai;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Settings of an {@link OpenAiChatModel}. By default it calls `https://api.openai.com/v1` with the key in
/// OPENAI_API_KEY (none is sent if that is not set), waits 10 s for a connection, 2 minutes for the next
/// byte and 10 minutes for a whole call with its retries, of which there are at most 8, takes answers of
/// up to 32 MiB, and holds up to 1,024 connections.
public final class OpenAiChatModelBuilder {

    static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";
    static final String DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY";
    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofMinutes(2);
    static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofMinutes(10);
    static final int DEFAULT_MAX_RETRIES = 8;
    static final int DEFAULT_MAX_CONNECTIONS = 1024;
    static final int DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024;
    static final String DEFAULT_TOKEN_LIMIT_FIELD = "max_tokens";

    final String model;
    String baseUrl = DEFAULT_BASE_URL;
    String keyVariable = DEFAULT_KEY_VARIABLE;
    String tokenLimitField = DEFAULT_TOKEN_LIMIT_FIELD;
    Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    Duration responseTimeout = DEFAULT_RESPONSE_TIMEOUT;
    Duration totalTimeout = DEFAULT_TOTAL_TIMEOUT;
    int maxRetries = DEFAULT_MAX_RETRIES;
    int maxConnections = DEFAULT_MAX_CONNECTIONS;
    int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    RetryListener listener = RetryListener.NONE;
    Timing timing = Timing.SYSTEM;
    Function<String, @Nullable String> environment = System::getenv;
    private Optional<String> name = Optional.empty();

    OpenAiChatModelBuilder(String model) {
        if (model.isBlank()) {
            throw new IllegalArgumentException(
                    "The model's name must not be blank: give the name it has at its server.");
        }
        this.model = model;
    }

    /// The address before `/chat/completions`, such as `http://localhost:8000/v1`.
    ///
    /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a fragment
    public OpenAiChatModelBuilder baseUrl(String value) {
        String trimmed = value.strip().replaceAll("/+$", "");
        URI uri;
        try {
            uri = new URI(trimmed);
        } catch (URISyntaxException failure) {
            throw new IllegalArgumentException(
                    "The base URL is no URL at character " + failure.getIndex()
                            + ": give one such as http://localhost:8000/v1.",
                    failure);
        }
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("The base URL '" + trimmed
                    + "' is not of the form http://host:port/v1 or https://host/v1: give one that is.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The base URL of " + uri.getHost()
                    + " has a user, a query or a fragment: leave them out and put the key into the environment.");
        }
        if (trimmed.endsWith("/chat/completions")) {
            throw new IllegalArgumentException(
                    "The base URL '" + trimmed + "' ends in /chat/completions: leave that part out.");
        }
        this.baseUrl = trimmed;
        return this;
    }

    /// The environment variable that holds the key; OPENAI_API_KEY by default.
    public OpenAiChatModelBuilder keyFromEnvironment(String variable) {
        this.keyVariable = Objects.requireNonNull(variable, "variable");
        return this;
    }

    /// The name under which a user asked for it; by default `openai/MODEL`, or `BASE_URL#MODEL` at another
    /// address.
    public OpenAiChatModelBuilder displayName(String value) {
        this.name = Optional.of(value);
        return this;
    }

    /// The request's field for the limit of generated tokens: `max_tokens` by default; OpenAI's reasoning
    /// models take only `max_completion_tokens`.
    public OpenAiChatModelBuilder tokenLimitField(String value) {
        this.tokenLimitField = Objects.requireNonNull(value, "tokenLimitField");
        return this;
    }

    /// How long a connection may take; 10 s by default.
    public OpenAiChatModelBuilder connectTimeout(Duration value) {
        this.connectTimeout = positive("connectTimeout", value);
        return this;
    }

    /// How long the server may be silent; 2 minutes by default.
    public OpenAiChatModelBuilder responseTimeout(Duration value) {
        this.responseTimeout = positive("responseTimeout", value);
        return this;
    }

    /// How long a call may take with all its retries and waits; 10 minutes by default.
    public OpenAiChatModelBuilder totalTimeout(Duration value) {
        this.totalTimeout = positive("totalTimeout", value);
        return this;
    }

    /// How often a call is made again, at least 0; 8 by default.
    public OpenAiChatModelBuilder maxRetries(int value) {
        this.maxRetries = atLeast(0, "maxRetries", value);
        return this;
    }

    /// How many connections are open at once, at least 1; 1,024 by default.
    public OpenAiChatModelBuilder maxConnections(int value) {
        this.maxConnections = atLeast(1, "maxConnections", value);
        return this;
    }

    /// The longest answer in bytes, at least 1; 32 MiB by default.
    public OpenAiChatModelBuilder maxBodyBytes(int value) {
        this.maxBodyBytes = atLeast(1, "maxBodyBytes", value);
        return this;
    }

    /// Who hears of retries; nobody by default.
    public OpenAiChatModelBuilder onRetry(RetryListener value) {
        this.listener = Objects.requireNonNull(value, "listener");
        return this;
    }

    OpenAiChatModelBuilder timing(Timing value) {
        this.timing = value;
        return this;
    }

    OpenAiChatModelBuilder environment(Function<String, @Nullable String> value) {
        this.environment = value;
        return this;
    }

    String name() {
        return name.orElseGet(() -> baseUrl.equals(DEFAULT_BASE_URL) ? "openai/" + model : baseUrl + "#" + model);
    }

    /// The model. No connection is made before the first call.
    ///
    /// @throws dev.assay.core.model.ModelException of kind `AUTHENTICATION` if the key has characters that
    ///     no header can carry
    public OpenAiChatModel build() {
        return new OpenAiChatModel(this);
    }

    private static Duration positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " must be longer than 0, but is " + value);
        }
        return value;
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", but is " + value);
        }
        return value;
    }
}
