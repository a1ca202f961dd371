package dev.assay.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How a model is served.
///
/// @param host the address to listen at; default `127.0.0.1`
/// @param port in [0, 65535]; 0 takes a free one; default 8000
/// @param token what a client must send as `Authorization: Bearer TOKEN`; needed beyond loopback; never shown
/// @param longestBody most bytes of a request, at least 1; default 4 MiB
/// @param queue most answers that are under way or waiting at once, at least 1; one more is refused with
///     429; default 256
/// @param kvMemory most bytes that keys and values of all answers under way or waiting may take, each counted
///     as long as its prompt and its most tokens, at least 1; more is refused with 429, and with 400 what can
///     never fit; default empty: half of what the heap leaves beside the weights
/// @param heartbeat how long an answer that is not streamed may take before white space is sent, by which a
///     client that left is noticed; and from then on between two; default 5 s
/// @param patience how long answers under way may take once the server is stopped; default 10 s
public record ServeSettings(
        String host,
        int port,
        Optional<String> token,
        int longestBody,
        int queue,
        OptionalLong kvMemory,
        Duration heartbeat,
        Duration patience) {

    /// Loopback, port 8000, no token, 4 MiB, 256 answers, half of the free heap, 5 s, 10 s.
    public static final ServeSettings DEFAULT = new ServeSettings(
            "127.0.0.1",
            8000,
            Optional.empty(),
            4 << 20,
            256,
            OptionalLong.empty(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));

    /// @throws IllegalArgumentException if a value is out of its range, the host is no address of this machine's
    ///     family, or the host lies beyond loopback and there is no token
    public ServeSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(token, "token");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be in [0, 65535], but is " + port);
        }
        if (longestBody < 1 || queue < 1 || !heartbeat.isPositive() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "longestBody %d and queue %d must be at least 1, heartbeat %s positive, patience %s not negative"
                            .formatted(longestBody, queue, heartbeat, patience));
        }
        Objects.requireNonNull(kvMemory, "kvMemory");
        if (kvMemory.isPresent() && kvMemory.getAsLong() < 1) {
            throw new IllegalArgumentException("kvMemory must be at least 1 byte, but is " + kvMemory.getAsLong());
        }
        if (token.isPresent() && token.get().isBlank()) {
            throw new IllegalArgumentException("The token is empty: set it to a long random text.");
        }
        if (token.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "host '%s' can be reached from other machines, which needs a token: name an environment variable"
                                    .formatted(host)
                            + " that holds one with --token-env, or listen at 127.0.0.1.");
        }
    }

    /// Whether only this machine can reach the address.
    ///
    /// @throws IllegalArgumentException if the host has no address
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "host '%s' has no address: give one of this machine, such as 127.0.0.1.".formatted(host), e);
        }
    }

    public ServeSettings withHost(String value) {
        return new ServeSettings(value, port, token, longestBody, queue, kvMemory, heartbeat, patience);
    }

    public ServeSettings withPort(int value) {
        return new ServeSettings(host, value, token, longestBody, queue, kvMemory, heartbeat, patience);
    }

    public ServeSettings withToken(String value) {
        return new ServeSettings(host, port, Optional.of(value), longestBody, queue, kvMemory, heartbeat, patience);
    }

    public ServeSettings withLongestBody(int value) {
        return new ServeSettings(host, port, token, value, queue, kvMemory, heartbeat, patience);
    }

    public ServeSettings withQueue(int value) {
        return new ServeSettings(host, port, token, longestBody, value, kvMemory, heartbeat, patience);
    }

    public ServeSettings withKvMemory(long value) {
        return new ServeSettings(host, port, token, longestBody, queue, OptionalLong.of(value), heartbeat, patience);
    }

    public ServeSettings withHeartbeat(Duration value) {
        return new ServeSettings(host, port, token, longestBody, queue, kvMemory, value, patience);
    }

    public ServeSettings withPatience(Duration value) {
        return new ServeSettings(host, port, token, longestBody, queue, kvMemory, heartbeat, value);
    }

    /// Everything but the token.
    @Override
    public String toString() {
        return "ServeSettings[host=%s, port=%d, token=%s, longestBody=%d, queue=%d, kvMemory=%s, heartbeat=%s, patience=%s]"
                .formatted(
                        host,
                        port,
                        token.isPresent() ? "set" : "none",
                        longestBody,
                        queue,
                        kvMemory,
                        heartbeat,
                        patience);
    }
}
