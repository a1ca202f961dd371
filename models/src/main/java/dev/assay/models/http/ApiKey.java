package dev.assay.models.http;

import dev.assay.core.model.ModelException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A secret from the environment that is sent as a header.
public final class ApiKey implements Credentials {

    private final String variable;
    private final Optional<String> value;
    private final String header;
    private final String prefix;

    private ApiKey(String variable, Optional<String> value, String header, String prefix) {
        this.variable = variable;
        this.value = value;
        this.header = header;
        this.prefix = prefix;
    }

    /// Sent as `Authorization: Bearer ...`.
    ///
    /// @throws ModelException `AUTHENTICATION` if the variable holds what no header can carry
    public static ApiKey bearer(String variable, Function<String, @Nullable String> environment) {
        return new ApiKey(variable, read(variable, environment), "Authorization", "Bearer ");
    }

    /// Sent as a header of the provider's own, from the first of the variables that is set.
    ///
    /// @throws ModelException `AUTHENTICATION` if the variable holds what no header can carry
    public static ApiKey header(String header, List<String> variables, Function<String, @Nullable String> environment) {
        for (String variable : variables) {
            Optional<String> value = read(variable, environment);
            if (value.isPresent()) {
                return new ApiKey(variable, value, header, "");
            }
        }
        return new ApiKey(String.join(" or ", variables), Optional.empty(), header, "");
    }

    /// The value of a variable, without blanks around it; empty if it is not set.
    ///
    /// @throws ModelException `AUTHENTICATION` if it holds what no header can carry
    public static Optional<String> read(String variable, Function<String, @Nullable String> environment) {
        String found = environment.apply(variable);
        String key = found == null ? "" : found.strip();
        if (!key.chars().allMatch(unit -> unit > ' ' && unit < 127)) {
            throw new ModelException(
                    ModelException.Kind.AUTHENTICATION,
                    "The environment variable " + variable
                            + " holds characters that no key has (spaces or letters beyond ASCII): set it again.");
        }
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    @Override
    public void sign(OutgoingRequest.Signed request, Instant now) {
        value.ifPresent(key -> request.header(header, prefix + key));
    }

    @Override
    public String variable() {
        return variable;
    }

    @Override
    public boolean isSet() {
        return value.isPresent();
    }

    @Override
    public String redact(String text) {
        return value.map(key -> text.replace(key, "[" + variable + "]")).orElse(text);
    }

    @Override
    public String toString() {
        return variable + (isSet() ? " (set)" : " (not set)");
    }
}
