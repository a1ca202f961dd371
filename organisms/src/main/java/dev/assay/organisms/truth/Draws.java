package dev.assay.organisms.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;

/// Many draws side by side, so that a model can answer them in batches; what comes out is in the order of
/// the draws.
final class Draws {
    private static final int SIDE_BY_SIDE = 64;

    private Draws() {}

    /// The outcome of each draw from 0 to `draws` - 1.
    static int[] outcomes(int draws, IntUnaryOperator draw) {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int index = 0; index < draws; index++) {
            int number = index;
            calls.add(() -> draw.applyAsInt(number));
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            int[] outcomes = new int[draws];
            List<Future<Integer>> answers = threads.invokeAll(calls);
            for (int index = 0; index < draws; index++) {
                outcomes[index] = answers.get(index).get();
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The measurement was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A draw could not be answered.", e);
        }
    }

    /// How many of the outcomes are this one.
    static int count(int[] outcomes, int wanted) {
        int count = 0;
        for (int outcome : outcomes) {
            count += outcome == wanted ? 1 : 0;
        }
        return count;
    }
}
