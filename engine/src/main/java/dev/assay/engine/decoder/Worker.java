package dev.assay.engine.decoder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One thread that moves a batch of sequences forward, step by step: each gives its next token, and new
/// ones as many tokens of their prompts as the step still has room for. Sequences join and leave between
/// steps.
final class Worker implements Runnable {

    /// Rows of one step.
    static final int ROWS = 128;

    private final Workers workers;
    private final DecoderBackend.Workspace workspace;
    private final Rows rows = new Rows(ROWS);
    private final List<Sequence<?>> active = new ArrayList<>();
    private final List<Sequence<?>> stepping = new ArrayList<>();

    Worker(Workers workers, DecoderBackend.Workspace workspace) {
        this.workers = workers;
        this.workspace = workspace;
    }

    @Override
    public void run() {
        try {
            while (true) {
                if (active.isEmpty()) {
                    admit(workers.take());
                }
                while (active.size() < workers.share()) {
                    Optional<Sequence<?>> next = workers.poll();
                    if (next.isEmpty()) {
                        break;
                    }
                    admit(next.get());
                }
                if (!active.isEmpty()) {
                    step();
                }
            }
        } catch (InterruptedException e) {
            var closed = new IllegalStateException("The model was closed while it answered.", e);
            active.forEach(sequence -> sequence.result.completeExceptionally(closed));
        }
    }

    /// Takes a sequence up, unless nobody waits for it any more; what goes wrong is its own failure alone.
    private void admit(Sequence<?> sequence) {
        try {
            if (sequence.isCancelled()) {
                workers.left(sequence);
            } else {
                takeOver(sequence);
                active.add(sequence);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            workers.left(sequence);
            sequence.result.completeExceptionally(e);
        }
    }

    private void takeOver(Sequence<?> sequence) {
        var longest = Math.min(sequence.wantedFrom(), sequence.count - 1);
        sequence.lane
                .prefixes()
                .find(sequence.tokens, longest, sequence.count, ROWS)
                .ifPresent(hit -> {
                    sequence.cache = hit.cache();
                    sequence.reused = hit.length();
                });
    }

    /// Moves the sequences of one lane, that of the first; the next step is another lane's, if there is one.
    private void step() {
        var lane = active.getFirst().lane;
        try {
            fill(lane);
            lane.backend().forward(rows, workspace, SiteListener.NONE, Depth.WHOLE);
            deliver();
        } catch (RuntimeException | OutOfMemoryError e) {
            for (var sequence : stepping) {
                sequence.result.completeExceptionally(e);
            }
        }
        active.removeIf(sequence -> {
            var gone = sequence.result.isDone() || sequence.isCancelled();
            if (gone) {
                workers.left(sequence);
            }
            return gone;
        });
        rotate(lane);
    }

    private void rotate(Lane lane) {
        for (var i = 0; i < active.size(); i++) {
            if (active.get(i).lane != lane) {
                Collections.rotate(active, -i);
                return;
            }
        }
    }

    private void fill(Lane lane) {
        rows.clear();
        stepping.clear();
        for (var sequence : active) {
            if (sequence.lane == lane && sequence.pending() == 1) {
                add(sequence);
            }
        }
        for (var sequence : active) {
            if (sequence.lane == lane && sequence.pending() > 1 && rows.count < ROWS) {
                add(sequence);
            }
        }
    }

    private void add(Sequence<?> sequence) {
        stepping.add(sequence);
        var from = sequence.cache.length();
        var to = Math.min(sequence.count, from + ROWS - rows.count);
        rows.add(sequence.cache, sequence.tokens, from, to, sequence.wantedFrom(), sequence.promptLength());
    }

    private void deliver() {
        var wanted = 0;
        for (var sequence : stepping) {
            while (wanted < rows.wantedCount && rows.caches[rows.wanted[wanted]] == sequence.cache) {
                try {
                    sequence.offer(rows.positions[rows.wanted[wanted]], workspace.logits(wanted));
                } catch (RuntimeException e) {
                    sequence.result.completeExceptionally(e);
                }
                wanted++;
            }
        }
        for (var r = 0; r < rows.count; r++) {
            rows.caches[r].advance(1);
        }
    }
}
