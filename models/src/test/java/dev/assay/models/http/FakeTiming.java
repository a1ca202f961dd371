package dev.assay.models.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes only when somebody sleeps; the dice always show one half.
public final class FakeTiming implements Timing {

    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

    public List<Duration> sleeps() {
        return sleeps;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public void sleep(Duration duration) {
        sleeps.add(duration);
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public double uniform() {
        return 0.5;
    }
}
