package dev.assay.app.audit;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.LiveBlock;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.audit.AuditListener;
import dev.assay.audit.AuditListener.Decided;
import dev.assay.core.model.ModelException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What is shown while a run goes on: a live block on a terminal, a line a verdict elsewhere. With `--json` the lines
/// go
/// to standard error, so that standard output holds the report alone.
final class RunDisplay {

    private final Console console;
    private final boolean live;
    private final PrintStream lines;
    private final ProgressTracker tracker;
    private final AtomicLong retries = new AtomicLong();
    private @Nullable LiveBlock block;

    private RunDisplay(Console console, boolean json) {
        this.console = console;
        this.live = console.live() && !json;
        this.lines = json ? console.err() : console.out();
        this.tracker = new ProgressTracker(System::nanoTime, this::decided) {
            @Override
            public void planned(dev.assay.audit.AuditPlan plan) {
                super.planned(plan);
                if (!live) {
                    lines.println("assay: plan " + plan.hash().substring(0, 8) + ", "
                            + plan.claims().size() + " claims, at most " + plan.maxCalls() + " calls");
                }
                plan.cannotBeShown().forEach(RunDisplay.this::note);
            }
        };
    }

    static RunDisplay of(Console console, boolean json) {
        return new RunDisplay(console, json);
    }

    /// The first line, before anything is loaded.
    void opening(String target) {
        lines.println((live ? "" : "assay: ") + "auditing " + Printable.line(target, 200));
    }

    /// A line of its own that a reader of the verdicts should know.
    void note(String sentence) {
        lines.println((live ? "  note  " : "assay: note: ") + Printable.line(sentence, 1_000));
    }

    AuditListener tracker() {
        return tracker;
    }

    /// A call failed and is made again.
    void retried(ModelException.Kind kind, Duration wait) {
        retries.incrementAndGet();
    }

    /// Starts drawing, if there is a terminal to draw on.
    void start() {
        if (live) {
            ProgressText text = new ProgressText(console.style());
            block = new LiveBlock(
                    console,
                    () -> tracker.snapshot()
                            .map(run -> text.lines(run, console.columns()))
                            .orElse(List.of()));
        }
    }

    /// Draws a last time and stops. May be called more than once.
    void stop() {
        LiveBlock drawing = block;
        if (drawing != null) {
            drawing.close();
            block = null;
        } else if (!live) {
            long madeAgain = retries.getAndSet(0);
            if (madeAgain > 0) {
                lines.println("assay: " + madeAgain + " calls were made again");
            }
        }
    }

    private void decided(Decided verdict) {
        if (live) {
            return;
        }
        lines.println("assay: " + verdict.verdict().word().toUpperCase(Locale.ROOT) + " " + verdict.claim() + ": "
                + tracker.sentence(verdict));
    }
}
