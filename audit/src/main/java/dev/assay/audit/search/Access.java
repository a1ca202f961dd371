package dev.assay.audit.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a search may look at.
public enum Access {
    /// Answers alone: words that were not met before lead the search on.
    BLACKBOX,
    /// The probability with which a hostile answer would begin, whatever is answered.
    LOGPROBS,
    /// That, and its derivative by the tokens of the input.
    WEIGHTS;

    /// As options write it: `logprobs`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The access of an id, if there is one.
    public static Optional<Access> of(String id) {
        return Arrays.stream(values()).filter(access -> access.id().equals(id)).findFirst();
    }

    /// Every id, in order.
    public static List<String> ids() {
        return Arrays.stream(values()).map(Access::id).toList();
    }
}
