package dev.assay.app.eval;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.run.RunStoppedException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets calls through as long as the budget bears the worst that they may cost. Before each call the worst case is
/// set aside; after it what was really used takes its place. A call that does not fit waits for those under way; when
/// none is, the run has spent its budget. Safe for use by many threads at once.
final class BudgetGate {

    /// What was set aside for the call that this thread makes.
    private static final ScopedValue<Reserved> CALL = ScopedValue.newInstance();

    private static final Reserved NOTHING = new Reserved(0, 0, Optional.empty());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Budget budget;
    private long calls;
    private long tokens;
    private double money;
    private int underWay;
    private int stalled;
    private boolean spent;
    private boolean bounded;

    BudgetGate(Budget budget) {
        this.budget = budget;
    }

    /// What was set aside for a call, and the price of its model.
    record Reserved(long tokens, double money, Optional<Price> price) {}

    /// Sets the worst case of a call aside.
    ///
    /// @param price of the model that is called; present where the budget is in money
    /// @throws RunStoppedException if the budget does not bear it
    Reserved reserve(ModelRequest request, Optional<Price> price) {
        long in = WorstCase.inputTokens(request);
        long out = WorstCase.outputTokens(request);
        Reserved worst =
                new Reserved(in + out, price.map(each -> each.atMost(in, out)).orElse(0.0), price);
        lock.lock();
        try {
            while (!fits(worst)) {
                if (underWay == 0 || spent || calls >= budget.calls().orElse(Long.MAX_VALUE)) {
                    spent = true;
                    changed.signalAll();
                    throw exhausted();
                }
                changed.await();
            }
            calls++;
            underWay++;
            tokens += worst.tokens();
            money += worst.money();
            return worst;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunStoppedException("The run was interrupted while a call waited for its budget.");
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(Reserved worst) {
        return calls + 1 <= budget.calls().orElse(Long.MAX_VALUE)
                && tokens + worst.tokens() <= budget.tokens().orElse(Long.MAX_VALUE)
                && money + worst.money() <= budget.money().orElse(Double.MAX_VALUE);
    }

    /// Makes a call for which `reserved` was set aside.
    ModelOutput during(Reserved reserved, Supplier<ModelOutput> call) {
        return ScopedValue.where(CALL, reserved).call(call::get);
    }

    /// The call that this thread makes is sent once more. Unless the failed attempt was surely free, what was set
    /// aside for it stays spent, and as much is set aside for the next.
    ///
    /// @param free whether the attempt was surely not charged
    /// @throws RunStoppedException if the budget does not bear another
    void again(boolean free) {
        Reserved worst = free || !CALL.isBound() ? NOTHING : CALL.get();
        lock.lock();
        try {
            while (!fits(worst)) {
                // Calls under way that wait here themselves give nothing back.
                if (underWay - stalled <= 1 || spent || calls >= budget.calls().orElse(Long.MAX_VALUE)) {
                    spent = true;
                    changed.signalAll();
                    throw exhausted();
                }
                stalled++;
                try {
                    changed.await();
                } finally {
                    stalled--;
                }
            }
            calls++;
            tokens += worst.tokens();
            money += worst.money();
            bounded |= worst.tokens() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunStoppedException("The run was interrupted while a call waited for its budget.");
        } finally {
            lock.unlock();
        }
    }

    /// The call ended; `usage` is what it took, or empty where only the worst case is known.
    void settle(Reserved reserved, Optional<ModelUsage> usage) {
        lock.lock();
        try {
            underWay--;
            if (usage.isPresent()) {
                tokens += usage.get().totalTokens() - reserved.tokens();
                money += reserved.price().map(each -> each.of(usage.get())).orElse(0.0) - reserved.money();
            } else {
                bounded = true;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Sets another budget; what was spent stays spent.
    void retune(Budget value) {
        lock.lock();
        try {
            budget = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Budget budget() {
        lock.lock();
        try {
            return budget;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a call was refused.
    boolean isSpent() {
        lock.lock();
        try {
            return spent;
        } finally {
            lock.unlock();
        }
    }

    /// Calls that were let through, those made again among them.
    long calls() {
        return spend(false, "").calls();
    }

    /// What was spent so far; for calls under way it is the worst case.
    ///
    /// @param priced whether the price of each model that was called is known
    Spend spend(boolean priced, String currency) {
        lock.lock();
        try {
            return new Spend(
                    calls, tokens, priced ? OptionalDouble.of(money) : OptionalDouble.empty(), currency, bounded);
        } finally {
            lock.unlock();
        }
    }

    private RunStoppedException exhausted() {
        return new RunStoppedException("The next call might exceed the budget.");
    }
}
