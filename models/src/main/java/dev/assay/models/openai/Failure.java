package dev.assay.models.openai;

import dev.assay.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt without an answer.
final class Failure extends Exception {

    private final ModelException.Kind kind;
    private final boolean mayPass;
    private final Optional<Duration> retryAfter;
    private final String what;
    private final String remedy;

    /// @param mayPass whether another attempt may succeed
    /// @param what the failure as a clause that follows the endpoint's name, such as `answered 401`
    /// @param remedy what the user can do, as a clause
    Failure(
            ModelException.Kind kind,
            boolean mayPass,
            Optional<Duration> retryAfter,
            String what,
            String remedy,
            @Nullable Throwable cause) {
        super(what, cause, false, false);
        this.kind = kind;
        this.mayPass = mayPass;
        this.retryAfter = retryAfter;
        this.what = what;
        this.remedy = remedy;
    }

    static Failure passing(ModelException.Kind kind, String what, String remedy) {
        return new Failure(kind, true, Optional.empty(), what, remedy, null);
    }

    static Failure lasting(ModelException.Kind kind, String what, String remedy) {
        return new Failure(kind, false, Optional.empty(), what, remedy, null);
    }

    ModelException.Kind kind() {
        return kind;
    }

    boolean mayPass() {
        return mayPass;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// The failure of the whole call, after `retries` retries.
    ModelException asException(String endpoint, int retries) {
        String tried = switch (retries) {
            case 0 -> "";
            case 1 -> ", also after 1 retry";
            default -> ", also after " + retries + " retries";
        };
        String message = endpoint + " " + what + tried + ": " + remedy + ".";
        Throwable cause = getCause();
        return cause == null ? new ModelException(kind, message) : new ModelException(kind, message, cause);
    }
}
