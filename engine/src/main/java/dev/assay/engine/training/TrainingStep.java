package dev.assay.engine.training;

import java.time.Duration;

/// Where a run stands after a step.
///
/// @param step steps done, from 1
/// @param steps steps of the run
/// @param loss weighted mean loss of this step's rows, before its update, in nats a token
/// @param gradientNorm norm of all gradients together, before clipping
/// @param tokens tokens seen so far, filling included
/// @param supervisedTokens tokens seen so far whose prediction cost something
/// @param tokensPerSecond mean rate since the start
/// @param remaining estimated time to the end
public record TrainingStep(
        int step,
        int steps,
        double loss,
        double gradientNorm,
        long tokens,
        long supervisedTokens,
        double tokensPerSecond,
        Duration remaining) {}
