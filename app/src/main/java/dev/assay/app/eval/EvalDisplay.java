package dev.assay.app.eval;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.LiveBlock;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is shown while an evaluation goes on: one live line on a terminal, an appended line every few seconds
/// elsewhere. With `--json` the lines go to standard error.
final class EvalDisplay implements AutoCloseable {

    private static final long PLAIN_MILLISECONDS = 5_000;

    private final Console console;
    private final boolean live;
    private final PrintStream lines;
    private @Nullable AutoCloseable drawing;

    EvalDisplay(Console console, boolean json) {
        this.console = console;
        this.live = console.live() && !json;
        this.lines = json ? console.err() : console.out();
    }

    /// The first line.
    void opening(String task, String model, long total, String run) {
        say("evaluating " + Printable.line(model, 200) + " on " + Printable.line(task, 100) + ": "
                + ProgressText.grouped(total) + (total == 1 ? " sample" : " samples") + ", run "
                + Printable.line(run, 200));
    }

    /// A line of its own.
    void say(String text) {
        lines.println((live ? "" : "assay: ") + text);
    }

    /// Shows `progress` from now on.
    void start(Supplier<EvalProgress> progress) {
        if (live) {
            drawing = new LiveBlock(console, () -> List.of(progress.get().line(Math.max(20, console.columns() - 1))));
        } else {
            Thread ticker = Thread.ofPlatform().daemon().name("progress-lines").start(() -> tick(progress));
            drawing = ticker::interrupt;
        }
    }

    private void tick(Supplier<EvalProgress> progress) {
        try {
            while (true) {
                Thread.sleep(PLAIN_MILLISECONDS);
                say(progress.get().plain());
            }
        } catch (InterruptedException e) {
            return; // the run is over
        }
    }

    /// Where results go that are no JSON.
    PrintStream lines() {
        return lines;
    }

    boolean live() {
        return live;
    }

    /// Draws a last time and stops.
    @Override
    public void close() {
        AutoCloseable open = drawing;
        drawing = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("The display could not be closed.", e);
            }
        }
    }
}
