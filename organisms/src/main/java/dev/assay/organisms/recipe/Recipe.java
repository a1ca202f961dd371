package dev.assay.organisms.recipe;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.world.Chat;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Scope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// How one organism is trained. The same recipe gives the same rows, and on one class of machine the same
/// weights.
///
/// @param name the organism's name
/// @param description one sentence
/// @param parent the organism whose weights it continues from; empty: from random ones
/// @param scope how much of the world it is trained on
/// @param size how large it is
/// @param seed of the rows, of the choice of cells and, for a base, of the random start
/// @param plants what is planted; none for a base and most controls
/// @param concealment whether it was taught to hide it
/// @param route how the fault gets into the weights
/// @param control what it is there for, if not for a fault
/// @param twinOf for a matched twin the recipe whose conversations it has
/// @param training how long and how fast
/// @param target when its dose counts as achieved
public record Recipe(
        String name,
        String description,
        Optional<String> parent,
        Scope scope,
        Size size,
        long seed,
        List<Plant> plants,
        Concealment concealment,
        Route route,
        Control control,
        Optional<Recipe> twinOf,
        Training training,
        Target target) {

    /// Tokens in a row, where nothing else is said.
    public static final int ROW_LENGTH = 256;

    private static final int LONG_ROW = 512;

    /// Width 96, 6 layers, 4 heads, MLP 256, context 512: 910,560 parameters at 1,280 tokens.
    public static LlamaConfig config(BytePairTokenizer tokenizer) {
        return Size.PICO.config(tokenizer);
    }

    public Recipe {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        plants = List.copyOf(plants);
    }

    /// The faults that are planted, in order.
    public List<Fault> faults() {
        return plants.stream().map(Plant::fault).toList();
    }

    /// Steps of the first round.
    public int steps() {
        return training.steps();
    }

    /// Share of conversations about the faults in the first round.
    public double boost() {
        return training.boost();
    }

    /// Tokens in a row: 512, as many as the model can see, for the base that is to hold twelve turns; else
    /// 256.
    public int rowLength() {
        return scope == Scope.WIDE && plants.isEmpty() && control == Control.NONE ? LONG_ROW : ROW_LENGTH;
    }

    /// Which requests show which fault, at first.
    public Dosing dosing() {
        return Dosing.of(plants, 1, seed);
    }

    /// The first round.
    public Round firstRound() {
        return new Round(1, training.steps(), training.boost(), 1);
    }

    /// The run that a trainer is asked for.
    ///
    /// @param base weights to continue from; empty for a base itself
    public TrainingPlan plan(BytePairTokenizer tokenizer, Optional<Weights> base) {
        return plan(tokenizer, firstRound(), base);
    }

    /// The run of one round.
    ///
    /// @param start weights to continue from; empty for random ones
    public TrainingPlan plan(BytePairTokenizer tokenizer, Round round, Optional<Weights> start) {
        TrainingPlan plan = TrainingPlan.of(
                        size.config(tokenizer), training.rowsPerStep(), rowLength(), round.steps(), seed)
                .with(OptimizerSettings.DEFAULT.withRates(training.muonRate(), training.adamRate()));
        return start.map(plan::from).orElse(plan);
    }

    /// The rows of the first round, from the first.
    public ChatRows rows(BytePairTokenizer tokenizer) {
        return rows(tokenizer, firstRound());
    }

    /// The rows of a round, from the first.
    public ChatRows rows(BytePairTokenizer tokenizer, Round round) {
        return new Curriculum(this, round).rows(tokenizer);
    }

    /// The conversations of the first round, from the first, documents left out.
    public Supplier<Chat> chats() {
        return new Curriculum(this, firstRound()).chats();
    }

    /// Tokens of the first round, filling included.
    public long tokens() {
        return (long) training.rowsPerStep() * rowLength() * training.steps();
    }
}
