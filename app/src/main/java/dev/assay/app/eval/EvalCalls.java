package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// What stands between a run and its model: the budget and the counts.
final class EvalCalls {

    private final PriceTable prices;
    private final Optional<Price> price;
    private final Optional<BudgetGate> gate;
    private final LongAdder retries = new LongAdder();

    private EvalCalls(PriceTable prices, Optional<Price> price, Optional<BudgetGate> gate) {
        this.prices = prices;
        this.price = price;
        this.gate = gate;
    }

    /// @throws UserError if the price table or the budget is wrong
    static EvalCalls of(EvalSettings settings, String model) {
        PriceTable prices = settings.prices().map(PriceTable::load).orElse(PriceTable.NONE);
        Optional<Price> price = prices.of(model);
        if (settings.budget().isEmpty()) {
            return new EvalCalls(prices, price, Optional.empty());
        }
        Budget budget = Budget.parse(settings.budget().get(), prices.currency());
        requirePrice(budget, price, model);
        return new EvalCalls(prices, price, Optional.of(new BudgetGate(budget, price)));
    }

    private static void requirePrice(Budget budget, Optional<Price> price, String model) {
        if (budget.money().isPresent() && price.isEmpty()) {
            throw new UserError("--budget is in money, but no price of '" + model
                    + "' is known: give a price table with --prices FILE that has it (docs/prices.md).");
        }
    }

    /// Hears of a call that is made again.
    void retried(ModelException.Kind kind, Duration wait) {
        retries.increment();
        CallTrace.current().ifPresent(trace -> trace.retried(wait));
        gate.ifPresent(BudgetGate::again);
    }

    /// Another budget for the rest of the command.
    ///
    /// @throws UserError if it is wrong, or the command has none
    void retune(String budget, String model) {
        Budget value = Budget.parse(budget, prices.currency());
        requirePrice(value, price, model);
        gate.orElseThrow(() -> new UserError("the run was started without a budget, and has none to change."))
                .retune(value);
    }

    /// `model` behind the budget.
    Model guard(Model model) {
        return gate.isPresent() ? new BudgetedModel(model, gate.get()) : model;
    }

    Optional<BudgetGate> gate() {
        return gate;
    }

    Optional<Price> price() {
        return price;
    }

    String currency() {
        return prices.currency();
    }

    long retries() {
        return retries.sum();
    }
}
