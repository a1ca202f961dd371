package dev.assay.models.http;

import dev.assay.core.model.ModelException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/// One attempt without an answer.
public final class Failure extends Exception {

    private static final long serialVersionUID = 1;

    private final ModelException.Kind kind;
    private final boolean mayPass;
    private final Optional<Duration> retryAfter;
    private final String what;
    private final String remedy;
    private String said = "";
    private boolean overloaded;

    /// @param mayPass whether another attempt may succeed
    /// @param what the failure as a clause that follows the endpoint's name, such as `answered 401`
    /// @param remedy what the user can do, as a clause
    public Failure(
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

    public static Failure passing(ModelException.Kind kind, String what, String remedy) {
        return new Failure(kind, true, Optional.empty(), what, remedy, null);
    }

    public static Failure lasting(ModelException.Kind kind, String what, String remedy) {
        return new Failure(kind, false, Optional.empty(), what, remedy, null);
    }

    public ModelException.Kind kind() {
        return kind;
    }

    public boolean mayPass() {
        return mayPass;
    }

    /// Whether the endpoint had too much to do.
    Connections.Outcome outcome() {
        return overloaded ? Connections.Outcome.OVERLOADED : Connections.Outcome.OTHER;
    }

    /// Whether the attempt was surely not charged. A server that says it is overloaded has done no work.
    boolean isFree() {
        return kind == ModelException.Kind.SERVER_ERROR && overloaded || isFree(kind, getCause());
    }

    /// Whether a call that failed so was surely not charged: it was refused, or never reached the server. After
    /// silence, a broken connection, an answer that is none or a fault of the server nobody knows.
    ///
    /// @param cause of the failure, where there is one
    public static boolean isFree(ModelException.Kind kind, @Nullable Throwable cause) {
        return switch (kind) {
            case AUTHENTICATION, QUOTA_SPENT, NOT_FOUND, RATE_LIMITED, UNSUPPORTED, BAD_REQUEST, CONTEXT_LENGTH -> true;
            case UNREACHABLE ->
                cause instanceof ConnectException
                        || cause instanceof ConnectTimeoutException
                        || cause instanceof NoRouteToHostException
                        || cause instanceof UnknownHostException
                        || cause instanceof SSLHandshakeException;
            case SERVER_ERROR, TIMEOUT, MALFORMED, INTERRUPTED -> false;
        };
    }

    /// The same failure, known to come of too much load.
    Failure ofOverload() {
        overloaded = true;
        return this;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// The same failure with the server's own words, which are hostile and are cleaned before they are
    /// shown.
    public Failure saying(String words) {
        said = words;
        return this;
    }

    /// The same failure, after which no attempt may follow.
    Failure withoutRetry() {
        Failure last = new Failure(kind, false, retryAfter, what, remedy, getCause()).saying(said);
        return overloaded ? last.ofOverload() : last;
    }

    /// The failure of the whole call, after `retries` retries.
    ///
    /// @param quote makes a server's text fit to be shown
    ModelException asException(String endpoint, int retries, UnaryOperator<String> quote) {
        String tried = switch (retries) {
            case 0 -> "";
            case 1 -> ", also after 1 retry";
            default -> ", also after " + retries + " retries";
        };
        String words = quote.apply(said);
        String message = endpoint + " " + what + (words.isEmpty() ? "" : ": " + words) + tried + ": " + remedy + ".";
        Throwable cause = getCause();
        return cause == null ? new ModelException(kind, message) : new ModelException(kind, message, cause);
    }
}
