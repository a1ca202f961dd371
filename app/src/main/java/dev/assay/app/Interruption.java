package dev.assay.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl-C (or a polite kill) end a run so that nothing is lost: the run is cancelled, its last samples reach the
/// journal, the resume command is printed, and only then does the JVM go.
public final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable cancel, Runnable farewell) {
        hook = new Thread(
                () -> {
                    cancel.run();
                    try {
                        boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                        assert inTime || finished.getCount() > 0;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    farewell.run();
                },
                "interruption");
    }

    /// Watches from now on.
    ///
    /// @param cancel stops the run
    /// @param farewell what is said last
    public static Interruption onSignal(Runnable cancel, Runnable farewell) {
        Interruption interruption = new Interruption(cancel, farewell);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /// The run has ended because it was cancelled.
    public void finished() {
        finished.countDown();
    }

    /// The run ended by itself: a later signal finds nothing to save.
    public void release() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down already: the hook is running
            return;
        }
    }

    @Override
    public void close() {
        release();
    }
}
