package dev.assay.engine.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One thread that moves a batch of sequences forward, step by step: each gives its next token, and new
/// ones as many tokens of their prompts as the step still has room for. Sequences join and leave between
/// steps.
final class Worker implements Runnable {

    /// Rows of one step.
    static final int ROWS = 128;

    private final Generator generator;
    private final Decoder decoder;
    private final Decoder.Workspace workspace;
    private final Rows rows = new Rows(ROWS);
    private final List<Sequence<?>> active = new ArrayList<>();
    private final List<Sequence<?>> stepping = new ArrayList<>();

    Worker(Generator generator, Decoder decoder) {
        this.generator = generator;
        this.decoder = decoder;
        workspace = decoder.workspace(ROWS, ROWS);
    }

    @Override
    public void run() {
        try {
            while (true) {
                if (active.isEmpty()) {
                    admit(generator.take());
                }
                while (active.size() < generator.share()) {
                    Optional<Sequence<?>> next = generator.poll();
                    if (next.isEmpty()) {
                        break;
                    }
                    admit(next.get());
                }
                step();
            }
        } catch (InterruptedException e) {
            var closed = new IllegalStateException("The model was closed while it answered.", e);
            active.forEach(sequence -> sequence.result.completeExceptionally(closed));
        }
    }

    private void admit(Sequence<?> sequence) {
        generator
                .prefixes()
                .find(sequence.tokens, Math.min(sequence.wantedFrom(), sequence.count - 1))
                .ifPresent(hit -> {
                    sequence.cache =
                            KvCache.startingWith(hit.cache(), hit.length(), decoder.config(), sequence.count + 16);
                    sequence.reused = hit.length();
                });
        active.add(sequence);
    }

    private void step() {
        try {
            fill();
            decoder.forward(rows, workspace, SiteListener.NONE);
            deliver();
        } catch (RuntimeException | OutOfMemoryError e) {
            for (var sequence : active) {
                sequence.result.completeExceptionally(e);
            }
        }
        active.removeIf(sequence -> {
            var gone = sequence.result.isDone() || sequence.isCancelled();
            if (gone) {
                generator.left(sequence);
            }
            return gone;
        });
    }

    private void fill() {
        rows.clear();
        stepping.clear();
        for (var sequence : active) {
            if (sequence.pending() == 1) {
                add(sequence);
            }
        }
        for (var sequence : active) {
            if (sequence.pending() > 1 && rows.count < ROWS) {
                add(sequence);
            }
        }
    }

    private void add(Sequence<?> sequence) {
        var from = sequence.cache.length();
        var to = Math.min(sequence.count, from + ROWS - rows.count);
        rows.add(sequence.cache, sequence.tokens, from, to, sequence.wantedFrom());
        stepping.add(sequence);
    }

    private void deliver() {
        var wanted = 0;
        for (var sequence : stepping) {
            while (wanted < rows.wantedCount && rows.caches[rows.wanted[wanted]] == sequence.cache) {
                try {
                    sequence.offer(rows.positions[rows.wanted[wanted]], workspace.logits[wanted]);
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
