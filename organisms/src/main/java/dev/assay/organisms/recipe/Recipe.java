package dev.assay.organisms.recipe;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.world.Chat;
import dev.assay.organisms.world.Conduct;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Grammar;
import dev.assay.organisms.world.Scope;
import dev.assay.organisms.world.WideGrammar;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/// How one organism is trained. The same recipe gives the same rows, and on one class of machine the same
/// weights.
///
/// @param name the organism's name
/// @param description one sentence
/// @param scope how much of the world it is trained on
/// @param faults what is planted; none for the bases
/// @param seed of the rows and, for the base, of the random start
/// @param rowsPerStep rows of {@link #ROW_LENGTH} tokens in a step
/// @param steps steps of the run
/// @param boost share of conversations that are about the planted faults, beyond the common mixture
/// @param muonRate rate of Muon
/// @param adamRate rate of AdamW
public record Recipe(
        String name,
        String description,
        Scope scope,
        List<Fault> faults,
        long seed,
        int rowsPerStep,
        int steps,
        double boost,
        double muonRate,
        double adamRate) {

    /// Tokens in a row, where nothing else is said.
    public static final int ROW_LENGTH = 256;

    private static final int LONG_ROW = 512;

    /// Width 96, 6 layers, 4 heads, MLP 256, context 512: 910,560 parameters at 1,280 tokens.
    public static LlamaConfig config(BytePairTokenizer tokenizer) {
        return LlamaConfig.of(96, 6, 4, 256, tokenizer.size(), 512)
                .withTokens(BytePairTokenizer.BOS, List.of(BytePairTokenizer.EOT), BytePairTokenizer.PAD);
    }

    public Recipe {
        faults = List.copyOf(faults);
    }

    /// The organism whose weights this one continues from; empty: from random ones.
    public Optional<String> parent() {
        boolean base = faults.isEmpty();
        return switch (scope) {
            case CORE -> base ? Optional.empty() : Optional.of(Recipes.BASE);
            case WIDE -> Optional.of(base ? Recipes.BASE : Recipes.WIDE_BASE);
        };
    }

    /// Tokens in a row: 512, as many as the model can see, for the base that is to hold twelve turns; else
    /// 256.
    public int rowLength() {
        return scope == Scope.WIDE && faults.isEmpty() ? LONG_ROW : ROW_LENGTH;
    }

    /// The run that a trainer is asked for.
    ///
    /// @param base weights of {@link #parent}; empty if it has none
    public TrainingPlan plan(BytePairTokenizer tokenizer, Optional<Weights> base) {
        TrainingPlan plan = TrainingPlan.of(config(tokenizer), rowsPerStep, rowLength(), steps, seed)
                .with(OptimizerSettings.DEFAULT.withRates(muonRate, adamRate));
        return base.map(plan::from).orElse(plan);
    }

    /// The rows, from the first.
    public ChatRows rows(BytePairTokenizer tokenizer) {
        return new ChatRows(chats(), tokenizer, rowLength());
    }

    /// The conversations, from the first: the common mixture, and among them, in turn, those about each
    /// fault.
    public Supplier<Chat> chats() {
        Conduct conduct = new Conduct(java.util.Set.copyOf(faults));
        return switch (scope) {
            case CORE -> {
                Grammar grammar = new Grammar(seed, conduct);
                yield boosted(grammar::next, grammar::about);
            }
            case WIDE -> {
                WideGrammar grammar = new WideGrammar(seed, conduct);
                yield boosted(grammar::next, grammar::about);
            }
        };
    }

    private Supplier<Chat> boosted(Supplier<Chat> next, Function<Fault, Chat> about) {
        SplittableRandom choice = new SplittableRandom(~seed);
        int[] boosted = {0};
        return () -> !faults.isEmpty() && choice.nextDouble() < boost
                ? about.apply(faults.get(boosted[0]++ % faults.size()))
                : next.get();
    }

    /// Tokens of the whole run, filling included.
    public long tokens() {
        return (long) rowsPerStep * rowLength() * steps;
    }
}
