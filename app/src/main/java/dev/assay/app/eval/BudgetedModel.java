package dev.assay.app.eval;

import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.models.http.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/// A model whose calls pass a {@link BudgetGate}.
final class BudgetedModel extends ForwardingModel {

    private final BudgetGate gate;
    private final Optional<Price> price;

    /// @param price of `model`, if it is known
    BudgetedModel(Model model, BudgetGate gate, Optional<Price> price) {
        super(model);
        this.gate = gate;
        this.price = price;
    }

    @Override
    ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call) {
        BudgetGate.Reserved reserved = gate.reserve(request, price);
        Optional<ModelUsage> used = Optional.empty();
        try {
            ModelOutput output = gate.during(reserved, call);
            // An endpoint that counts no tokens may have used all that were set aside.
            used = output.usage().totalTokens() > 0 ? Optional.of(output.usage()) : Optional.empty();
            return output;
        } catch (ModelException failure) {
            used = Failure.isFree(failure.kind(), failure.getCause()) ? Optional.of(ModelUsage.NONE) : Optional.empty();
            throw failure;
        } finally {
            gate.settle(reserved, used);
        }
    }
}
