package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.app.target.CallSettings;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.models.http.Connections;
import dev.assay.models.http.RetryListener;
import dev.assay.telemetry.RunTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What stands between a run and its models: the response cache, the budget and the counts.
final class EvalCalls implements AutoCloseable {

    private final PriceTable prices;
    private final String model;
    private final Optional<Price> price;
    private final BudgetGate gate;
    private final AtomicBoolean priced = new AtomicBoolean(true);
    private final Set<String> unpriced = ConcurrentHashMap.newKeySet();
    /// One for each base URL: what one endpoint turns away says nothing of another.
    private final Map<String, Connections> connections = new HashMap<>();

    private int concurrency;
    private final EvalSettings settings;
    private final @Nullable EvalCache cache;
    /// No lambda takes it: that would load the class where no telemetry is wanted.
    private final @Nullable RunTelemetry telemetry;
    private Optional<String> untold = Optional.empty();
    private final LongAdder retries = new LongAdder();

    private EvalCalls(EvalSettings settings, PriceTable prices, String model, BudgetGate gate) {
        this.settings = settings;
        this.concurrency = settings.concurrencyOrDefault();
        this.prices = prices;
        this.model = model;
        this.price = prices.of(model);
        this.cache =
                settings.cache().isPresent() ? new EvalCache(settings.cache().get()) : null;
        this.gate = gate;
        this.telemetry = settings.telemetry().open(settings.offline()).orElse(null);
    }

    /// @throws UserError if the price table or the budget is wrong, or telemetry cannot be set up
    static EvalCalls of(EvalSettings settings, String model) {
        PriceTable prices = settings.prices().map(PriceTable::load).orElse(PriceTable.NONE);
        Budget budget = settings.budget()
                .map(text -> Budget.parse(text, prices.currency()))
                .orElse(Budget.NONE);
        requirePrice(budget, prices, model);
        return new EvalCalls(settings, prices, model, new BudgetGate(budget));
    }

    private static void requirePrice(Budget budget, PriceTable prices, String model) {
        if (budget.money().isPresent() && prices.of(model).isEmpty()) {
            throw new UserError("--budget is in money, but no price of '" + model + "' is known" + prices.near(model)
                    + ": give a price table with --prices FILE that has it (docs/prices.md).");
        }
    }

    /// Refuses a budget that does not bear a single call.
    ///
    /// @throws UserError if it does not
    void requirePossible(GenerateConfig config) {
        Budget budget = gate.budget();
        long in = 2L * WorstCase.MESSAGE_TOKENS;
        long out = config.maxTokens();
        boolean tooFew = budget.tokens().isPresent() && budget.tokens().getAsLong() < in + out;
        boolean tooPoor = budget.money().isPresent()
                && price.isPresent()
                && price.get().atMost(in, out) > budget.money().getAsDouble();
        if (tooFew || tooPoor) {
            throw new UserError("--budget of " + budget.words(currency()) + " is less than one answer may take (up to "
                    + out + " tokens): raise it, or lower --max-tokens.");
        }
    }

    /// What has no price although a price table was given, in one sentence.
    Optional<String> unpriced() {
        if (settings.prices().isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>(unpriced);
        if (price.isEmpty()) {
            names.add(model);
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("price table " + settings.prices().get() + " has no price of '"
                        + String.join("', '", names) + "'"
                        + prices.near(names.iterator().next())
                        + ": the cost of its calls is not counted");
    }

    /// How the model is called.
    CallSettings callSettings() {
        return new CallSettings(
                new Retries(),
                settings.maxRetries(),
                settings.timeout(),
                settings.responseTimeout(),
                Optional.of(this::connectionsAt));
    }

    synchronized Connections connectionsAt(String base) {
        return connections.computeIfAbsent(base, _ -> new Connections(concurrency));
    }

    /// Calls under way at all hosted models; a local model has none.
    synchronized int inUse() {
        return connections.values().stream()
                .mapToInt(each -> each.state().inUse())
                .sum();
    }

    /// Another most number of calls at once, at each endpoint.
    synchronized void concurrency(int value) {
        concurrency = value;
        connections.values().forEach(each -> each.cap(value));
    }

    /// Hears of calls that are made again.
    private final class Retries implements RetryListener {

        @Override
        public void retrying(ModelException.Kind kind, Duration wait) {
            retrying(kind, false, wait);
        }

        @Override
        public void retrying(ModelException.Kind kind, boolean free, Duration wait) {
            retries.increment();
            gate.again(free);
        }
    }

    /// Another budget for the rest of the command.
    ///
    /// @throws UserError if it is wrong, or the command has none
    void retune(String budget, String model) {
        if (settings.budget().isEmpty()) {
            throw new UserError("the run was started without a budget, and has none to change.");
        }
        Budget value = Budget.parse(budget, prices.currency());
        requirePrice(value, prices, model);
        if (value.money().isPresent() && !priced.get()) {
            throw new UserError("the budget is in money, but not every grader's price is known.");
        }
        gate.retune(value);
    }

    /// The target behind the budget, and that behind the cache.
    Model guard(Model target) {
        return guard(model, target);
    }

    /// Opens the cache, if there is to be one. Until then nothing is found in it.
    ///
    /// @throws UserError if it cannot be used
    void openCache() {
        if (cache != null) {
            cache.open();
        }
    }

    /// Where the cache is; empty where there is none.
    Optional<Path> cacheFolder() {
        return settings.cache();
    }

    /// Answers that came from the cache; empty where there is none.
    OptionalLong cachedAnswers() {
        return cache != null ? OptionalLong.of(cache.answers()) : OptionalLong.empty();
    }

    /// What went wrong with the cache, if anything did.
    Optional<String> cacheTrouble() {
        return cache != null ? cache.trouble() : Optional.empty();
    }

    /// The run begins, as far as telemetry goes.
    ///
    /// @param facts attributes of the run
    void beginTelemetry(Map<String, String> facts) {
        if (telemetry != null) {
            telemetry.begin("assay.eval", facts);
        }
    }

    /// A sample is durable.
    void finished(EvalSample sample) {
        if (telemetry != null) {
            telemetry.finished(sample);
        }
    }

    /// The run is over, as far as telemetry goes.
    ///
    /// @param facts attributes of the run's end
    void endTelemetry(Map<String, String> facts, boolean failed) {
        untold = telemetry == null ? Optional.empty() : telemetry.end(facts, failed);
    }

    /// What telemetry could not tell, if anything.
    Optional<String> untold() {
        return untold;
    }

    /// Closes the cache, and telemetry that was not ended; done twice, it is done once.
    @Override
    public void close() {
        if (telemetry != null) {
            telemetry.close();
        }
        if (cache != null) {
            cache.close();
        }
    }

    /// A model, such as a grader, behind the budget, and that behind the cache: what is in the cache costs nothing,
    /// and is no call that telemetry tells of.
    ///
    /// @param name as `--model` takes it
    /// @throws UserError if the budget is in money and its price is not known
    Model guard(String name, Model called) {
        Optional<Price> found = prices.of(name);
        requirePrice(gate.budget(), prices, name);
        if (found.isEmpty()) {
            priced.set(false);
            unpriced.add(name);
        }
        Model guarded = new BudgetedModel(telemetry == null ? called : telemetry.observing(called), gate, found);
        return cache != null ? new CachingModel(guarded, cache) : guarded;
    }

    /// What bounds the calls; empty where there is no budget.
    Optional<BudgetGate> gate() {
        return settings.budget().map(_ -> gate);
    }

    /// What this command's calls took so far.
    Spend spend() {
        return gate.spend(priced.get(), currency());
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
