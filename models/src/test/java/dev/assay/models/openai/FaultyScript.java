package dev.assay.models.openai;

import dev.assay.models.http.ChatServer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/// Truthful answers with seeded faults among them: 5 % 429 with Retry-After, 2 % 500, 1 % reset, 1 % half a
/// body.
final class FaultyScript implements ChatServer.Script {

    /// What happened to a request.
    enum Fault {
        NONE,
        RATE_LIMITED,
        SERVER_ERROR,
        RESET,
        HALF_BODY
    }

    private final Random random;
    private final String retryAfterSeconds;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

    FaultyScript(long seed, String retryAfterSeconds) {
        this.random = new Random(seed);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    @Override
    public ChatServer.Reaction react(ChatServer.Request request) {
        String answer = ChatServer.completion(ChatServer.truth(request.lastMessage()));
        return switch (next()) {
            case NONE -> ChatServer.json(200, answer);
            case RATE_LIMITED ->
                ChatServer.json(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: " + retryAfterSeconds);
            case SERVER_ERROR -> ChatServer.json(500, "{\"error\":\"overloaded\"}");
            case RESET -> ChatServer.reset();
            case HALF_BODY -> ChatServer.half(answer);
        };
    }

    private synchronized Fault next() {
        int percent = random.nextInt(100);
        Fault fault = percent < 5
                ? Fault.RATE_LIMITED
                : percent < 7
                        ? Fault.SERVER_ERROR
                        : percent < 8 ? Fault.RESET : percent < 9 ? Fault.HALF_BODY : Fault.NONE;
        counts.merge(fault, 1, Integer::sum);
        return fault;
    }

    synchronized int count(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    /// How many requests met which fate.
    @Override
    public synchronized String toString() {
        return counts.toString();
    }
}
