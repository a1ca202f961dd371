package dev.assay.app.terminal;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Redraws a block of lines in place, at most four times a second, and leaves its last state standing.
public final class LiveBlock implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 250;

    private final Console console;
    private final Supplier<List<String>> lines;
    private final ReentrantLock drawing = new ReentrantLock();
    private final Thread ticker;
    private int drawn;
    private volatile boolean closed;

    /// Starts drawing what `lines` supplies.
    public LiveBlock(Console console, Supplier<List<String>> lines) {
        this.console = console;
        this.lines = lines;
        this.ticker = Thread.ofPlatform().daemon().name("live-block").start(this::tick);
    }

    private void tick() {
        while (!closed) {
            draw();
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void draw() {
        drawing.lock();
        try {
            List<String> now = lines.get();
            StringBuilder frame = new StringBuilder();
            if (drawn > 0) {
                frame.append("\u001b[").append(drawn).append('A');
            }
            for (String line : now) {
                frame.append('\r').append(line).append("\u001b[K\n");
            }
            frame.append("\u001b[J");
            console.out().print(frame);
            console.out().flush();
            drawn = now.size();
        } finally {
            drawing.unlock();
        }
    }

    /// Draws a last time and stops.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ticker.interrupt();
        draw();
    }
}
