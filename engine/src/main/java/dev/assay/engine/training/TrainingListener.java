package dev.assay.engine.training;

import java.io.PrintStream;
import java.util.Locale;

/// Is told how a run goes, in the thread that trains.
@FunctionalInterface
public interface TrainingListener {

    /// After each step.
    void onStep(TrainingStep step);

    /// Nothing is told.
    static TrainingListener silent() {
        return step -> {};
    }

    /// Prints a line at the first step, then every so many, and at the last.
    ///
    /// @param every steps between two lines, at least 1
    static TrainingListener printing(PrintStream out, int every) {
        if (every < 1) {
            throw new IllegalArgumentException("every must be at least 1, but is " + every);
        }
        return step -> {
            if (step.step() == 1 || step.step() % every == 0 || step.step() == step.steps()) {
                out.printf(
                        Locale.ROOT,
                        "step %d/%d  loss %.4f  %,d tokens (%,d supervised)  %,.0f tokens/s  %d:%02d left%n",
                        step.step(),
                        step.steps(),
                        step.loss(),
                        step.tokens(),
                        step.supervisedTokens(),
                        step.tokensPerSecond(),
                        step.remaining().toMinutes(),
                        step.remaining().toSecondsPart());
            }
        };
    }
}
