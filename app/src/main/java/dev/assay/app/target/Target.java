package dev.assay.app.target;

import dev.assay.core.audit.AuditReport.TargetFacts;
import dev.assay.core.model.Model;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organism;
import java.util.Optional;

/// A model that was asked for by name.
///
/// @param model answers
/// @param facts how a report describes it
/// @param organism what is known of its faults, if it is an organism
/// @param isOwn whether it was made here, which spares the comparison with a reference
public record Target(Model model, TargetFacts facts, Optional<Organism> organism, boolean isOwn)
        implements AutoCloseable {

    /// Whether a model folder was compared with its reference, for the header of whatever is drawn from it. Empty for
    /// hosted models, and for organisms that are made here, which are tested against transformers.
    public Optional<String> verification() {
        return !isOwn && model instanceof LocalModel local
                ? Optional.of(local.name() + " is " + local.verification().sentence())
                : Optional.empty();
    }

    @Override
    public void close() {
        model.close();
    }
}
