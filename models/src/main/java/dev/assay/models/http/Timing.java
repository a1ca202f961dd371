package dev.assay.models.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// The clock, the waiting and the dice, so that tests need not wait for them.
public interface Timing {

    /// The machine's own.
    Timing SYSTEM = new Timing() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }

        @Override
        public double uniform() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    long nanoTime();

    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /// Uniform in [0, 1).
    double uniform();
}
