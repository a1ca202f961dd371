package dev.assay.agents;

import java.util.function.BooleanSupplier;

/// Waits for what another thread or process does, and gives up.
public final class Await {

    private static final long MOST_NANOS = 30_000_000_000L;

    private Await() {}

    public static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > MOST_NANOS) {
                throw new AssertionError("It did not happen within 30 s.");
            }
            Thread.onSpinWait();
        }
    }
}
