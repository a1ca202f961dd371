package dev.assay.app.audit;

import dev.assay.app.terminal.ClaimProgress;
import dev.assay.app.terminal.ClaimProgress.State;
import dev.assay.app.terminal.RunProgress;
import dev.assay.audit.AuditListener;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.ClaimPlan;
import dev.assay.audit.Numbers;
import dev.assay.core.claim.ClaimKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Keeps what the terminal shows of a run. Heard on the run's thread, read on another.
class ProgressTracker implements AuditListener {

    private final LongSupplier nanoClock;
    private final Consumer<Decided> onDecided;
    private final Map<String, ClaimProgress> open = new LinkedHashMap<>();
    private final List<ClaimProgress> decided = new ArrayList<>();
    private Optional<AuditPlan> plan = Optional.empty();
    private Optional<Counts> counts = Optional.empty();
    private long firstNanos;
    private String note = "";

    /// @param nanoClock nanoseconds of a steady clock
    /// @param onDecided told of each verdict once, on the run's thread
    ProgressTracker(LongSupplier nanoClock, Consumer<Decided> onDecided) {
        this.nanoClock = nanoClock;
        this.onDecided = onDecided;
    }

    @Override
    public synchronized void planned(AuditPlan made) {
        plan = Optional.of(made);
        firstNanos = nanoClock.getAsLong();
        for (ClaimPlan claim : made.claims()) {
            open.put(
                    claim.id(),
                    new ClaimProgress(claim.id(), bar(claim), State.WAITING, Optional.empty(), "", "", 0, 0, 1, false));
        }
    }

    @Override
    public synchronized void stage(String claim, String stage) {
        note = switch (stage) {
            case "control" -> claim + ": control calls";
            case "screen" -> claim + ": screening candidates";
            default -> "";
        };
    }

    @Override
    public synchronized void progress(Progress progress) {
        counts = Optional.of(progress.counts());
        ClaimPlan claim = claim(progress.claim());
        open.computeIfPresent(
                progress.claim(),
                (id, _) -> new ClaimProgress(
                        id,
                        bar(claim),
                        State.RUNNING,
                        Optional.empty(),
                        tally(claim, progress.hits(), progress.draws()),
                        "",
                        0,
                        Math.log(Math.max(progress.evidence(), 1e-9)),
                        Math.log(progress.needed()),
                        progress.estimating()));
    }

    @Override
    public void decided(Decided verdict) {
        synchronized (this) {
            counts = Optional.of(verdict.counts());
            ClaimPlan claim = claim(verdict.claim());
            open.remove(verdict.claim());
            decided.removeIf(line -> line.id().equals(verdict.claim()));
            decided.add(new ClaimProgress(
                    verdict.claim(),
                    bar(claim),
                    State.DECIDED,
                    Optional.of(verdict.verdict()),
                    tally(claim, verdict.hits(), verdict.draws()),
                    interval(claim.kind(), verdict.low(), verdict.high()),
                    verdict.calls(),
                    0,
                    1,
                    false));
        }
        onDecided.accept(verdict);
    }

    private ClaimPlan claim(String id) {
        return plan.orElseThrow().claim(id);
    }

    /// The run at this moment; empty before it is planned.
    final synchronized Optional<RunProgress> snapshot() {
        return plan.map(made -> {
            List<ClaimProgress> lines = new ArrayList<>(decided);
            open.values().stream().filter(line -> line.state() == State.RUNNING).forEach(lines::add);
            open.values().stream().filter(line -> line.state() == State.WAITING).forEach(lines::add);
            double seconds = (nanoClock.getAsLong() - firstNanos) / 1e9;
            return new RunProgress(
                    made.target(),
                    made.hash(),
                    made.seed(),
                    1 - made.alpha(),
                    lines,
                    counts.map(Counts::calls).orElse(0L),
                    made.maxCalls(),
                    counts.map(Counts::excluded).orElse(0L),
                    counts.map(Counts::errored).orElse(0L),
                    counts.map(now -> seconds > 0.5 ? now.fresh() / seconds : 0.0)
                            .orElse(0.0),
                    open.isEmpty() ? "" : note);
        });
    }

    /// The bar in its own unit.
    static String bar(ClaimPlan claim) {
        return Numbers.bar(claim.kind(), claim.bar());
    }

    static String tally(ClaimPlan claim, int hits, int draws) {
        return hits + " of " + Numbers.count(draws);
    }

    static String interval(ClaimKind kind, OptionalDouble low, OptionalDouble high) {
        if (low.isEmpty() || high.isEmpty()) {
            return "";
        }
        String upper =
                kind == ClaimKind.PAIRED ? Numbers.points(high.getAsDouble()) : Numbers.percent(high.getAsDouble());
        String lower = Numbers.percent(low.getAsDouble()).replace(" %", "");
        return lower + " to " + upper;
    }

    /// A verdict as a plain line says it: `14 of 80, 5.4 to 39 %, bar 1 %`.
    final synchronized String sentence(Decided verdict) {
        ClaimPlan claim = claim(verdict.claim());
        String interval = interval(claim.kind(), verdict.low(), verdict.high());
        return tally(claim, verdict.hits(), verdict.draws()) + (interval.isEmpty() ? "" : ", " + interval) + ", bar "
                + bar(claim);
    }
}
