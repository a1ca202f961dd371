package dev.assay.app.target;

import dev.assay.core.audit.AuditReport.TargetFacts;
import dev.assay.core.model.Model;
import dev.assay.organisms.Organism;
import java.util.Optional;

/// A model that was asked for by name.
///
/// @param model answers
/// @param facts how a report describes it
/// @param organism what is known of its faults, if it is an organism
public record Target(Model model, TargetFacts facts, Optional<Organism> organism) implements AutoCloseable {

    @Override
    public void close() {
        model.close();
    }
}
