package dev.assay.audit;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.probe.Dialogue;
import dev.assay.audit.probe.Probe;
import dev.assay.audit.probe.Trouble;
import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Keeps the target busy with the samples that the claims want, and hands each claim its samples in plan
/// order. One thread holds all state of the claims; a virtual thread for each sample asks the target and
/// writes the journal.
final class Coordinator {

    private sealed interface Message {}

    private record Finished(ClaimRun claim, int stage, int index, SampleRecord sample) implements Message {}

    private record Failed(RuntimeException cause) implements Message {}

    private record Cancelled() implements Message {}

    private final AuditPlan plan;
    private final Model target;
    private final RunJournal journal;
    private final int concurrency;
    private final AuditListener listener;
    private final Clock clock;
    private final List<ClaimRun> claims = new ArrayList<>();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private volatile boolean answered;
    private volatile boolean cancelled;
    private int inFlight;
    private long calls;
    private long fresh;
    private long excluded;
    private long errored;

    Coordinator(
            AuditPlan plan,
            Domain domain,
            Model target,
            RunJournal journal,
            int concurrency,
            AuditListener listener,
            Clock clock) {
        this.plan = plan;
        this.target = target;
        this.journal = journal;
        this.concurrency = concurrency;
        this.listener = listener;
        this.clock = clock;
        for (ClaimPlan claim : plan.claims()) {
            claims.add(new ClaimRun(claim, domain, 2 * concurrency));
        }
    }

    void cancel() {
        cancelled = true;
        messages.add(new Cancelled());
    }

    void run() {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            claims.forEach(this::feed);
            while (true) {
                schedule(executor);
                if (inFlight == 0) {
                    break;
                }
                handle(messages.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditInterruptedException();
        } finally {
            executor.shutdownNow();
            executor.close();
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Finished finished -> {
                inFlight--;
                fresh += finished.sample().calls();
                count(finished.sample());
                finished.claim().ready(finished.stage(), finished.index(), finished.sample());
                feed(finished.claim());
            }
            case Failed failed -> throw cancelled ? new AuditInterruptedException() : failed.cause();
            case Cancelled c -> throw new AuditInterruptedException();
        }
    }

    private void count(SampleRecord sample) {
        calls += sample.calls();
        excluded += sample.outcome() == Outcome.EXCLUDED ? 1 : 0;
        errored += sample.outcome() == Outcome.ERRORED ? 1 : 0;
    }

    /// Starts samples, claim by claim in plan order, until the target is busy or no claim wants more.
    private void schedule(ExecutorService executor) {
        if (cancelled) {
            throw new AuditInterruptedException();
        }
        for (ClaimRun claim : claims) {
            while (inFlight < concurrency && claim.wants()) {
                start(executor, claim);
            }
        }
    }

    private void start(ExecutorService executor, ClaimRun claim) {
        String stage = claim.stageName();
        int number = claim.stageNumber();
        int index = claim.nextIndex();
        Optional<Probe> probe = claim.probe(index);
        if (probe.isEmpty()) {
            journal.putFact(Replay.exhausted(claim.plan().id(), number), Integer.toString(index));
            claim.endsAt(index);
            feed(claim);
            return;
        }
        int absolute = claim.absolute(index);
        String key = claim.plan().id() + "/" + stage + "/" + absolute;
        claim.started(index);
        Optional<SampleRecord> known = journal.find(key);
        if (known.isPresent()) {
            answered = true;
            count(known.get());
            claim.ready(number, index, known.get());
            feed(claim);
            return;
        }
        inFlight++;
        executor.execute(() -> messages.add(sample(claim, stage, number, index, absolute, key, probe.get())));
    }

    private Message sample(ClaimRun claim, String stage, int number, int index, int absolute, String key, Probe probe) {
        try {
            SampleRecord sample =
                    new CallTrace(key, 1).during(() -> ask(claim.plan().id(), stage, absolute, key, probe));
            journal.append(sample);
            return new Finished(claim, number, index, sample);
        } catch (RuntimeException e) {
            return new Failed(e);
        } catch (Throwable e) {
            // Out of memory and the like: the run must end, not wait for this sample for ever.
            return new Failed(new IllegalStateException("A sample could not be finished: " + e, e));
        }
    }

    private SampleRecord ask(String claim, String stage, int index, String key, Probe probe) {
        Dialogue dialogue = new Dialogue(
                (messages, call) -> {
                    var output = target.generate(messages, plan.generationOf(key, call));
                    answered = true;
                    return output;
                },
                this::endsTheRun);
        Probe.Graded graded = graded(dialogue, probe);
        return new SampleRecord(
                key,
                claim,
                stage,
                index,
                graded.outcome(),
                graded.reason(),
                dialogue.conversations(),
                graded.outcome() == Outcome.ERRORED ? dialogue.open() : dialogue.spans(),
                dialogue.calls(),
                dialogue.usage(),
                Instant.now(clock));
    }

    private Probe.Graded graded(Dialogue dialogue, Probe probe) {
        try {
            return probe.run(dialogue);
        } catch (Dialogue.FilteredException e) {
            return Probe.Graded.errored(Trouble.FILTERED);
        } catch (ModelException e) {
            if (endsTheRun(e)) {
                throw e;
            }
            return Probe.Graded.errored(Trouble.of(e));
        }
    }

    private boolean endsTheRun(ModelException e) {
        boolean nobodyThere = e.kind() == ModelException.Kind.UNREACHABLE && !answered;
        return e.kind().isFatal() || e.kind() == ModelException.Kind.INTERRUPTED || nobodyThere;
    }

    private void feed(ClaimRun claim) {
        boolean wasDecided = claim.verdict().isPresent();
        String before = claim.done() ? "" : claim.stageName();
        @Nullable String last = null;
        while (claim.feedOne()) {
            last = before;
        }
        if (last != null) {
            listener.progress(claim.progress(last, counts()));
        }
        if (!claim.done() && !claim.stageName().equals(before)) {
            listener.stage(claim.plan().id(), claim.stageName());
        }
        if (claim.done() && !claim.announced()) {
            claim.announce();
            listener.decided(claim.decided(journal, counts()));
        } else if (!wasDecided && claim.verdict().isPresent()) {
            listener.progress(claim.progress("draw", counts()));
        }
    }

    private AuditListener.Counts counts() {
        return new AuditListener.Counts(calls, plan.maxCalls(), fresh, excluded, errored);
    }
}
