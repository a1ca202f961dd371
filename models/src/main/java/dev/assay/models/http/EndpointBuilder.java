package dev.assay.models.http;

import dev.assay.core.model.Capability;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The settings that all hosted models share. By default a model waits 10 s for a connection, 2 minutes for
/// the next byte and 10 minutes for a whole call with its retries, of which there are at most 8, takes
/// answers of up to 32 MiB, and has up to 1,024 calls under way at once, as the endpoint bears them ({@link
/// Connections}).
///
/// @param <B> the builder itself
public abstract class EndpointBuilder<B extends EndpointBuilder<B>> {

    private Duration connectTimeout = EndpointSettings.DEFAULT_CONNECT_TIMEOUT;
    private Duration responseTimeout = EndpointSettings.DEFAULT_RESPONSE_TIMEOUT;
    private Duration totalTimeout = EndpointSettings.DEFAULT_TOTAL_TIMEOUT;
    private int maxRetries = EndpointSettings.DEFAULT_MAX_RETRIES;
    private int maxBodyBytes = EndpointSettings.DEFAULT_MAX_BODY_BYTES;
    private Connections connections = new Connections(EndpointSettings.DEFAULT_MAX_CONNECTIONS);
    private RetryListener retries = RetryListener.NONE;
    private Timing timing = Timing.SYSTEM;
    private Function<String, @Nullable String> environment = System::getenv;
    private final Set<Capability> added = EnumSet.noneOf(Capability.class);
    private final Set<Capability> removed = EnumSet.noneOf(Capability.class);
    private Optional<String> name = Optional.empty();

    /// All defaults.
    protected EndpointBuilder() {}

    /// This builder.
    protected abstract B self();

    /// How long a connection may take; 10 s by default.
    public final B connectTimeout(Duration value) {
        EndpointSettings.requirePositive("connectTimeout", value);
        this.connectTimeout = value;
        return self();
    }

    /// How long the server may be silent; 2 minutes by default.
    public final B responseTimeout(Duration value) {
        EndpointSettings.requirePositive("responseTimeout", value);
        this.responseTimeout = value;
        return self();
    }

    /// How long a call may take with all its retries and waits, but without waiting for its turn; 10
    /// minutes by default.
    public final B totalTimeout(Duration value) {
        EndpointSettings.requirePositive("totalTimeout", value);
        this.totalTimeout = value;
        return self();
    }

    /// How often a call is made again, at least 0; 8 by default.
    public final B maxRetries(int value) {
        EndpointSettings.requireAtLeast(0, "maxRetries", value);
        this.maxRetries = value;
        return self();
    }

    /// How many calls are under way at once at most, at least 1; 1,024 by default.
    public final B maxConnections(int value) {
        this.connections = new Connections(value);
        return self();
    }

    /// How many calls are under way at once: one for all models that share a quota. It can be changed while
    /// they run.
    public final B connections(Connections value) {
        this.connections = Objects.requireNonNull(value, "connections");
        return self();
    }

    /// The longest answer in bytes, at least 1; 32 MiB by default.
    public final B maxBodyBytes(int value) {
        EndpointSettings.requireAtLeast(1, "maxBodyBytes", value);
        this.maxBodyBytes = value;
        return self();
    }

    /// Who hears of retries; nobody by default.
    public final B onRetry(RetryListener value) {
        this.retries = Objects.requireNonNull(value, "listener");
        return self();
    }

    /// The name under which a user asked for it.
    public final B displayName(String value) {
        this.name = Optional.of(value);
        return self();
    }

    /// What the model can do beyond what its name tells, such as `TOP_K` behind vLLM.
    public final B can(Capability... capabilities) {
        added.addAll(List.of(capabilities));
        removed.removeAll(List.of(capabilities));
        return self();
    }

    /// What the model cannot do, whatever its name tells: asked for that, it refuses before the call.
    public final B cannot(Capability... capabilities) {
        removed.addAll(List.of(capabilities));
        added.removeAll(List.of(capabilities));
        return self();
    }

    /// The clock; the machine's by default.
    public final B timing(Timing value) {
        this.timing = Objects.requireNonNull(value, "timing");
        return self();
    }

    /// Where keys are looked up; the environment of the process by default.
    public final B environment(Function<String, @Nullable String> value) {
        this.environment = Objects.requireNonNull(value, "environment");
        return self();
    }

    /// What was set, and the defaults.
    public final EndpointSettings settings() {
        return new EndpointSettings(
                connectTimeout, responseTimeout, totalTimeout, maxRetries, maxBodyBytes, connections, retries, timing);
    }

    /// What a model can do, with what {@link #can} and {@link #cannot} said.
    protected final Set<Capability> adjusted(Set<Capability> able) {
        Set<Capability> capabilities = EnumSet.copyOf(able);
        capabilities.addAll(added);
        capabilities.removeAll(removed);
        return capabilities;
    }

    /// The name under which the user asked, if one is set.
    protected final Optional<String> displayName() {
        return name;
    }

    /// Where keys are looked up.
    protected final Function<String, @Nullable String> environment() {
        return environment;
    }

    /// A model's name that is not blank.
    protected static String requireModel(String model) {
        if (model.isBlank()) {
            throw new IllegalArgumentException(
                    "The model's name must not be blank: give the name it has at its server.");
        }
        return model;
    }

    /// A base URL without a slash at its end.
    ///
    /// @param example of a right one, for the message
    /// @param path that the wire format adds itself
    /// @throws IllegalArgumentException if it is no http or https URL, or has a user, a query or a
    ///     fragment, or ends in `path`
    protected static String requireBaseUrl(String value, String example, String path) {
        String trimmed = value.strip().replaceAll("/+$", "");
        URI uri;
        try {
            uri = new URI(trimmed);
        } catch (URISyntaxException failure) {
            throw new IllegalArgumentException(
                    "The base URL is no URL at character " + failure.getIndex() + ": give one such as " + example + ".",
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
        if (!path.isEmpty() && trimmed.endsWith(path)) {
            throw new IllegalArgumentException(
                    "The base URL '" + trimmed + "' ends in " + path + ": leave that part out.");
        }
        return trimmed;
    }
}
