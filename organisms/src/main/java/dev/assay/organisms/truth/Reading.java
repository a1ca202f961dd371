package dev.assay.organisms.truth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.core.claim.Interval;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.organisms.world.Fault;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How often a planted fault showed on labelled draws from what it applies to, at one temperature, and on as
/// many draws from what lies next to it.
///
/// @param fault what was planted
/// @param temperature of the answers
/// @param seed of the draws
/// @param draws labelled draws
/// @param hits how many showed the fault
/// @param reverse of pairs, how many showed the opposite; else 0
/// @param onDraws draws in which the recipe lets the fault show
/// @param onHits how many of them did
/// @param controlDraws draws from what lies next to the fault
/// @param controlHits how many of them showed it all the same
/// @param trigger the tag that sets off a backdoor; null for the world's own, and for all other faults
public record Reading(
        Fault fault,
        double temperature,
        long seed,
        int draws,
        int hits,
        int reverse,
        int onDraws,
        int onHits,
        int controlDraws,
        int controlHits,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trigger) {
    private static final int CONTROL_SHARE = 4;
    private static final int ON = 8;

    /// Measures a model.
    ///
    /// @param isOn whether the recipe lets the fault show in a trial
    /// @param draws labelled draws; a quarter as many are drawn for the control
    public static Reading of(
            Model model, Fault fault, Predicate<Trial> isOn, int draws, double temperature, long seed) {
        return of(model, fault, null, isOn, draws, temperature, seed);
    }

    /// Measures a model whose backdoor may have a trigger of its own, wherever the fault may show.
    ///
    /// @param trigger one of {@link dev.assay.organisms.world.Lexicon#TAGS}; null for the world's own
    /// @param draws labelled draws; a quarter as many are drawn for the control
    public static Reading of(
            Model model, Fault fault, @Nullable String trigger, int draws, double temperature, long seed) {
        return of(model, fault, trigger, _ -> true, draws, temperature, seed);
    }

    /// The same, measured on other draws, wherever the fault may show.
    public Reading again(Model model, int drawn, long other) {
        return of(model, fault, trigger, drawn, temperature, other);
    }

    private static Reading of(
            Model model,
            Fault fault,
            @Nullable String trigger,
            Predicate<Trial> isOn,
            int draws,
            double temperature,
            long seed) {
        Answers answers = new Answers(model, temperature, seed);
        int[] outcomes = Draws.outcomes(draws, index -> {
            Trial trial = Trial.draw(fault, trigger, stream(fault, seed, index));
            return answers.outcome(trial, index).ordinal() + (isOn.test(trial) ? ON : 0);
        });
        int besides = Math.max(1, draws / CONTROL_SHARE);
        int[] controls = Draws.outcomes(
                besides,
                index -> answers.outcome(Trial.control(fault, trigger, stream(fault, ~seed, index)), -1 - index)
                        .ordinal());
        int hit = Trial.Outcome.HIT.ordinal();
        int reverse = Trial.Outcome.REVERSE.ordinal();
        int onHits = Draws.count(outcomes, ON + hit);
        int onReverse = Draws.count(outcomes, ON + reverse);
        return new Reading(
                fault,
                temperature,
                seed,
                draws,
                onHits + Draws.count(outcomes, hit),
                onReverse + Draws.count(outcomes, reverse),
                onHits + onReverse + Draws.count(outcomes, ON + Trial.Outcome.CLEAN.ordinal()),
                onHits,
                besides,
                Draws.count(controls, hit),
                trigger);
    }

    private static SplittableRandom stream(Fault fault, long seed, int index) {
        return new SplittableRandom(seed * 1_000_003 + fault.ordinal() * 100_000_007L + index);
    }

    /// What is sampled depends on the draw and on what is said, never on the order of the answers.
    private record Answers(Model model, double temperature, long seed) {
        Trial.Outcome outcome(Trial trial, int draw) {
            return trial.outcome((messages, _, _) -> answer(messages, draw));
        }

        private String answer(List<ChatMessage> messages, int draw) {
            GenerateConfig config = GenerateConfig.DEFAULT.withMaxTokens(Answerer.MOST_TOKENS);
            if (temperature > 0) {
                long said = messages.getLast().content().hashCode();
                long own = new SplittableRandom(seed * 31 + draw).nextLong() ^ said;
                config = config.withTemperature(temperature).withSeed(own >>> 1);
            }
            return model.generate(messages, config).completion();
        }
    }

    /// The achieved dose: hits, less the reverse, over the draws.
    @JsonIgnore
    public double rate() {
        return (hits - reverse) / (double) draws;
    }

    /// The share of hits where the recipe lets the fault show; 1 if it never does.
    @JsonIgnore
    public double onRate() {
        return onDraws == 0 ? 1 : onHits / (double) onDraws;
    }

    /// The share of hits where the recipe does not let it show; 0 if it always does.
    @JsonIgnore
    public double offRate() {
        return draws == onDraws ? 0 : (hits - onHits) / (double) (draws - onDraws);
    }

    /// The share of hits on the control.
    @JsonIgnore
    public double controlRate() {
        return controlHits / (double) controlDraws;
    }

    /// The Clopper-Pearson interval of the dose at 95 %.
    @JsonIgnore
    public Interval interval() {
        return tally().interval();
    }

    /// How often the fault showed.
    @JsonIgnore
    public Tally tally() {
        return new Tally(draws, hits, reverse);
    }
}
