package dev.assay.audit.probe;

import dev.assay.core.model.ModelException;

/// Why a sample has no usable answer, as one phrase that repeats nothing a server or a model said.
public final class Trouble {

    /// The provider's filter cut or replaced an answer.
    public static final String FILTERED = "a filter of the provider cut the answer";

    /// The answer holds nothing.
    public static final String EMPTY = "no usable grade: the answer is empty";

    private Trouble() {}

    /// What a call without an answer came from.
    public static String of(ModelException failure) {
        return switch (failure.kind()) {
            case RATE_LIMITED -> "too many requests, after all retries";
            case SERVER_ERROR -> "the endpoint failed, after all retries";
            case TIMEOUT -> "no whole answer in time";
            case MALFORMED -> "the answer could not be read";
            case BAD_REQUEST -> "the endpoint refused the request";
            case CONTEXT_LENGTH -> "the conversation is longer than the model's context";
            case UNREACHABLE -> "the endpoint could not be reached";
            case AUTHENTICATION, QUOTA_SPENT, NOT_FOUND, UNSUPPORTED, INTERRUPTED ->
                failure.kind().name();
        };
    }
}
