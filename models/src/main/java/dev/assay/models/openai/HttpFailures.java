package dev.assay.models.openai;

import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /// Parts of what moderation layers say with a 403 (OpenRouter, gateways, guardrails).
    private static final List<String> FILTER_WORDS = List.of(
            "moderation",
            "flagged",
            "content filter",
            "content_filter",
            "content policy",
            "content_policy",
            "guardrail");

    private static final List<String> ACCOUNT_WORDS = List.of(
            "key",
            "token",
            "credential",
            "account",
            "organization",
            "project",
            "billing",
            "credit",
            "quota",
            "region",
            "country",
            "authenticat",
            "authoriz",
            "suspended");

    private final ApiKey key;

    HttpFailures(ApiKey key) {
        this.key = key;
    }

    /// @param provenAddress whether this address has answered before, so that it is not simply wrong
    Failure ofStatus(int status, byte[] body, Optional<Duration> retryAfter, boolean provenAddress) {
        String said = quote(ChatWire.errorText(body));
        String answered = "answered " + status + (said.isEmpty() ? "" : " (" + said + ")");
        if (status == 403 && forbidsThePrompt(said, provenAddress)) {
            return Failure.lasting(
                    Kind.BAD_REQUEST,
                    answered,
                    "this prompt is refused, most likely by a filter before the model; ask its operator if it should not be");
        }
        if (status == 401 || status == 403) {
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
            boolean spent = said.toLowerCase(Locale.ROOT).contains("insufficient_quota");
            return new Failure(
                    Kind.RATE_LIMITED,
                    !spent,
                    retryAfter,
                    answered,
                    spent ? "the account's quota is spent" : "lower --concurrency or wait, then resume",
                    null);
        }
        if (status == 408 || status >= 500) {
            return new Failure(
                    status == 408 || status == 504 ? Kind.TIMEOUT : Kind.SERVER_ERROR,
                    true,
                    retryAfter,
                    answered,
                    "look into the server's log, then resume",
                    null);
        }
        if (isContextLength(said)) {
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
                io(
                        Kind.TIMEOUT,
                        "was silent for too long",
                        "raise the response timeout or lower --concurrency",
                        silent);
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

    /// Whether a 403 speaks of this prompt, so that another one may be answered: it names a filter, or it comes
    /// from an address that answered with this key before and names no fault of key or account. A key that lost
    /// its right without a word is taken for that too; then every further call fails alike and is counted.
    private static boolean forbidsThePrompt(String said, boolean provenAddress) {
        String lower = said.toLowerCase(Locale.ROOT);
        return FILTER_WORDS.stream().anyMatch(lower::contains)
                || (provenAddress && ACCOUNT_WORDS.stream().noneMatch(lower::contains));
    }

    private static boolean isContextLength(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return lower.contains("context_length")
                || lower.contains("context length")
                || lower.contains("context window")
                || lower.contains("maximum context");
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
