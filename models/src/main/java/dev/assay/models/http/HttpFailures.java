package dev.assay.models.http;

import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/// What a status or a broken connection means: its kind, whether to try again, and the remedy.
final class HttpFailures {

    private static final int LONGEST_QUOTE = 200;

    /// Beside 5xx: a timeout, a conflict, "too early", and AWS's failed model.
    private static final Set<Integer> PASSING = Set.of(408, 409, 424, 425);

    private final Credentials key;

    HttpFailures(Credentials key) {
        this.key = key;
    }

    /// @param provenAddress whether this address has answered before, so that it is not simply wrong
    Failure ofStatus(int status, String error, Optional<Duration> retryAfter, boolean provenAddress) {
        String said = quote(error);
        String answered = "answered " + status + (said.isEmpty() ? "" : " (" + said + ")");
        if (status == 402 && Refusals.affordsFewerTokens(said)) {
            return Failure.lasting(
                    Kind.BAD_REQUEST,
                    answered,
                    "this request may cost more than the account has left; lower --max-tokens, or add credit at the"
                            + " provider");
        }
        if (status == 402 || Refusals.namesASpentQuota(status, said)) {
            return Failure.lasting(
                    Kind.QUOTA_SPENT,
                    answered,
                    "the account's quota is spent; add credit or raise its limit at the provider, then resume");
        }
        if (status == 403 && Refusals.forbidsThePrompt(said, provenAddress)
                || status == 400 && Refusals.namesAFilter(said)) {
            return Failure.lasting(
                    Kind.BAD_REQUEST,
                    answered,
                    "this prompt is refused, most likely by a filter before the model; ask its operator if it should not be");
        }
        if (status == 401 || status == 403 || status == 400 && Refusals.namesTheKey(said)) {
            // What the server says of a key is not repeated: some of it is the key.
            return Failure.lasting(
                    Kind.AUTHENTICATION,
                    "answered " + status + ", not authorised",
                    key.isSet()
                            ? "check the key in the environment variable " + key.variable()
                            : "set the environment variable " + key.variable() + " to a key of that server");
        }
        if (status == 404 || status == 410) {
            return Failure.lasting(
                    Kind.NOT_FOUND, answered, "check the base URL (most end in /v1) and the model's name");
        }
        if (status >= 300 && status < 400) {
            return Failure.lasting(Kind.NOT_FOUND, "redirects with " + status, "give the address that it redirects to");
        }
        if (status == 429) {
            return passing(Kind.RATE_LIMITED, retryAfter, answered, "lower --concurrency or wait, then resume")
                    .ofOverload();
        }
        if (PASSING.contains(status) || status >= 500) {
            boolean late = status == 408 || status == 504;
            Failure failure = passing(
                    late ? Kind.TIMEOUT : Kind.SERVER_ERROR,
                    retryAfter,
                    answered,
                    "look into the server's log, then resume");
            return late || status == 503 || status == 529 ? failure.ofOverload() : failure;
        }
        if (Refusals.namesTheContextLength(said)) {
            return Failure.lasting(Kind.CONTEXT_LENGTH, answered, "shorten the conversation or lower the token limit");
        }
        return provenAddress || status == 400 || status == 413 || status == 422
                ? Failure.lasting(Kind.BAD_REQUEST, answered, "check the request's settings")
                : Failure.lasting(Kind.BAD_REQUEST, answered, "check the base URL and the request's settings");
    }

    /// @param provenAddress whether this address has answered before
    Failure ofException(IOException failure, boolean provenAddress) {
        return switch (failure) {
            case UnknownHostException unknown ->
                connection("has a host name that cannot be found", provenAddress, "check the base URL", unknown);
            case ConnectTimeoutException late ->
                connection("takes no connection in time", provenAddress, "check the base URL and the network", late);
            case ConnectException refused ->
                connection("takes no connection", provenAddress, "check that the server runs there", refused);
            case NoRouteToHostException noRoute ->
                connection("cannot be reached", provenAddress, "check the network", noRoute);
            case SSLException insecure ->
                connection(
                        "has no valid certificate or speaks no TLS (" + quote(String.valueOf(insecure.getMessage()))
                                + ")",
                        provenAddress,
                        "check https:// and the certificate",
                        insecure);
            case SocketTimeoutException silent ->
                io(Kind.TIMEOUT, "was silent for too long", "raise the response timeout or lower --concurrency", silent)
                        .ofOverload();
            case InterruptedIOException stopped -> io(Kind.TIMEOUT, "was given up", "raise the total timeout", stopped);
            case NoHttpResponseException dropped -> broke(dropped);
            case MalformedChunkCodingException cut -> halfBody(cut);
            case ConnectionClosedException cut -> halfBody(cut);
            case MessageConstraintException odd -> noHttp(odd);
            case ClientProtocolException odd -> noHttp(odd);
            default -> broke(failure);
        };
    }

    /// A server's text as part of a message for the user: one line, short, plain letters, without the key.
    String quote(String text) {
        StringBuilder clean = new StringBuilder();
        key.redact(text).codePoints().limit(LONGEST_QUOTE).forEach(point -> {
            boolean shown = Character.isLetterOrDigit(point) || (point >= ' ' && point < 127);
            clean.appendCodePoint(shown ? point : ' ');
        });
        return clean.toString().strip();
    }

    private static Failure passing(Kind kind, Optional<Duration> retryAfter, String what, String remedy) {
        return new Failure(kind, true, retryAfter, what, remedy, null);
    }

    private static Failure connection(String what, boolean provenAddress, String remedy, IOException cause) {
        return new Failure(Kind.UNREACHABLE, provenAddress, Optional.empty(), what, remedy, cause);
    }

    private static Failure halfBody(IOException cause) {
        return io(Kind.MALFORMED, "closed the connection within its answer", "look into the server's log", cause);
    }

    private static Failure noHttp(IOException cause) {
        return io(Kind.MALFORMED, "does not speak HTTP as it should", "check the base URL", cause);
    }

    private static Failure broke(IOException cause) {
        return io(Kind.UNREACHABLE, "broke the connection", "check the server and the network, then resume", cause);
    }

    private static Failure io(Kind kind, String what, String remedy, IOException cause) {
        return new Failure(kind, true, Optional.empty(), what, remedy, cause);
    }
}
