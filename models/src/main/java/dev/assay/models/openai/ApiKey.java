package dev.assay.models.openai;

import dev.assay.core.model.ModelException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A secret from the environment. It leaves this class as a header and in no other way.
final class ApiKey {

    private final String variable;
    private final Optional<String> value;

    private ApiKey(String variable, Optional<String> value) {
        this.variable = variable;
        this.value = value;
    }

    /// @throws ModelException `AUTHENTICATION` if the variable holds what no header can carry
    static ApiKey of(String variable, Function<String, @Nullable String> environment) {
        String found = environment.apply(variable);
        String key = found == null ? "" : found.strip();
        if (!key.chars().allMatch(unit -> unit > ' ' && unit < 127)) {
            throw new ModelException(
                    ModelException.Kind.AUTHENTICATION,
                    "The environment variable " + variable
                            + " holds characters that no key has (spaces or letters beyond ASCII): set it again.");
        }
        return new ApiKey(variable, key.isEmpty() ? Optional.empty() : Optional.of(key));
    }

    Optional<String> authorization() {
        return value.map(key -> "Bearer " + key);
    }

    String variable() {
        return variable;
    }

    boolean isSet() {
        return value.isPresent();
    }

    /// `text` without the key, should a server repeat it.
    String redact(String text) {
        return value.map(key -> text.replace(key, "[" + variable + "]")).orElse(text);
    }

    @Override
    public String toString() {
        return variable + (isSet() ? " (set)" : " (not set)");
    }
}
