package dev.assay.core.run;

import dev.assay.core.model.ModelOutput;

/// Ends a sample with an error because a provider's filter cut or withheld an answer: what is left of it says nothing
/// about the model.
final class FilteredAnswerException extends RuntimeException {

    FilteredAnswerException(ModelOutput output) {
        super("A filter of the provider cut or withheld an answer of " + output.model()
                + " (stop reason content_filter), so the sample is not scored.");
    }
}
