package dev.assay.core.task;

import java.time.Duration;

/// A text that a regular expression can read for so long and no longer: an expression that backtracks without end
/// ends with an error, as it does when its thread is interrupted.
final class TimedText implements CharSequence {

    private static final int READS_PER_LOOK = 4096;

    private final CharSequence text;
    private final Duration most;
    private final long started = System.nanoTime();
    private int reads;

    TimedText(CharSequence text, Duration most) {
        this.text = text;
        this.most = most;
    }

    /// @throws IllegalStateException if the time is up, or the thread is interrupted
    @Override
    public char charAt(int index) {
        if (++reads % READS_PER_LOOK == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The pattern was interrupted.");
            }
            if (System.nanoTime() - started > most.toNanos()) {
                throw new IllegalStateException("The pattern took longer than " + most.toMillis() / 1000.0
                        + " s on the answer: give one that backtracks less, without repeats inside repeats.");
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
