package dev.assay.app.eval;

import dev.assay.core.model.ModelException;

/// The model did not answer a single call: what was given is wrong, and there is no run to keep.
final class NeverAnsweredException extends RuntimeException {

    private final String sentence;

    NeverAnsweredException(ModelException first) {
        super(first);
        this.sentence = first.getMessage() + " No call was answered.";
    }

    /// What the first call failed with.
    String sentence() {
        return sentence;
    }
}
