package dev.assay.core.model;

/// No answer, after all retries. The message is one sentence that names the value, the place and the remedy
/// and may be
/// shown to a user as it stands; it never holds a key.
public final class ModelException extends RuntimeException {

    private final Kind kind;

    public ModelException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ModelException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What went wrong, as far as a caller acts on it.
    public enum Kind {
        /// The key is missing, wrong or not allowed here: no later call can succeed.
        AUTHENTICATION,
        /// The account has no credit left, or has reached a limit that only its owner can raise: no later call can
        /// succeed before that.
        QUOTA_SPENT,
        /// No such model at this endpoint: no later call can succeed.
        NOT_FOUND,
        /// Name lookup or connection failed.
        UNREACHABLE,
        /// Too many requests, still so after the last retry.
        RATE_LIMITED,
        /// The endpoint failed (5xx), still so after the last retry.
        SERVER_ERROR,
        /// No whole answer in time.
        TIMEOUT,
        /// An answer that is no answer: cut JSON, wrong type, an error body under status 200.
        MALFORMED,
        /// The model cannot do what the request needs, such as tools: no later call of its kind can
        /// succeed.
        UNSUPPORTED,
        /// The endpoint refused this request as such (400): another prompt may succeed.
        BAD_REQUEST,
        /// The conversation is longer than the model's context.
        CONTEXT_LENGTH,
        /// The calling thread was interrupted.
        INTERRUPTED;

        /// Whether every later call with the same settings must fail too, so that a run should stop at
        /// once.
        public boolean isFatal() {
            return this == AUTHENTICATION || this == QUOTA_SPENT || this == NOT_FOUND || this == UNSUPPORTED;
        }
    }
}
