package dev.assay.engine.decoder;

import dev.assay.engine.hooks.ActivationSink;
import dev.assay.engine.hooks.CapturedPrompt;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads prompts together and keeps what passes some sites. Prompts share steps without being filled up to one length;
/// no more of the model is computed than the sites need. In memory are the prompts of one step. One thread.
final class Capturing implements SiteListener {

    private final DecoderBackend backend;
    private final List<Site> sites;
    private final Positions positions;
    private final Rows rows = new Rows(Worker.ROWS);
    private final Prompt[] owners = new Prompt[Worker.ROWS];

    private final class Prompt {
        private final int index;
        private final int[] tokens;
        private final CapturedPrompt part;
        private final int[] slots; // a position's row, or -1
        private final List<float[][]> values = new ArrayList<>();
        private final SequenceCache cache = backend.cache();

        Prompt(int index, int[] tokens) {
            this.index = index;
            this.tokens = tokens;
            part = part(tokens, positions);
            slots = new int[tokens.length];
            Arrays.fill(slots, -1);
            for (var row = 0; row < part.positions().size(); row++) {
                slots[part.positions().get(row)] = row;
            }
            for (var site : sites) {
                values.add(part.positions().stream()
                        .map(position -> new float[site.width(backend.config(), position)])
                        .toArray(float[][]::new));
            }
        }
    }

    Capturing(DecoderBackend backend, List<Site> sites, Positions positions) {
        this.backend = backend;
        this.sites = List.copyOf(sites);
        this.positions = positions;
    }

    /// Which tokens of a prompt are captured.
    static CapturedPrompt part(int[] tokens, Positions positions) {
        return new CapturedPrompt(
                tokens.length,
                Arrays.stream(positions.in(tokens.length)).boxed().toList());
    }

    void run(List<int[]> prompts, ActivationSink sink) {
        var depth = Depth.of(sites);
        var workspace = backend.workspace(Worker.ROWS, 0);
        var open = new ArrayDeque<Prompt>();
        var next = 0;
        while (next < prompts.size() || !open.isEmpty()) {
            rows.clear();
            open.forEach(this::add); // one at most, cut off by the end of the last step
            while (next < prompts.size() && rows.count < Worker.ROWS) {
                var prompt = new Prompt(next, prompts.get(next));
                open.add(prompt);
                add(prompt);
                next++;
            }
            backend.forward(rows, workspace, this, depth);
            for (var r = 0; r < rows.count; r++) {
                rows.caches[r].advance(1);
            }
            while (!open.isEmpty() && open.getFirst().cache.length() == open.getFirst().tokens.length) {
                var done = open.removeFirst();
                done.cache.close();
                sink.accept(done.index, done.part, List.copyOf(done.values));
            }
        }
    }

    private void add(Prompt prompt) {
        var from = prompt.cache.length();
        var to = Math.min(prompt.tokens.length, from + Worker.ROWS - rows.count);
        Arrays.fill(owners, rows.count, rows.count + to - from, prompt);
        rows.add(prompt.cache, prompt.tokens, from, to, 0, prompt.tokens.length);
    }

    @Override
    public void at(SiteKind kind, int layer, Rows step, float[][] values, int count, int first, int width) {
        for (var s = 0; s < sites.size(); s++) {
            var site = sites.get(s);
            if (site.kind() != kind || site.layer() != layer) {
                continue;
            }
            var from = first + Math.max(site.head(), 0) * backend.config().headDim();
            for (var i = 0; i < count; i++) {
                var r = kind == SiteKind.FINAL_NORM ? step.wanted[i] : i;
                var slot = owners[r].slots[step.positions[r]];
                if (slot >= 0) {
                    var into = owners[r].values.get(s)[slot];
                    System.arraycopy(values[i], from, into, 0, into.length);
                }
            }
        }
    }

    @Override
    public boolean sees(SiteKind kind, int layer) {
        return sites.stream().anyMatch(site -> site.kind() == kind && site.layer() == layer);
    }

    @Override
    public boolean seesPattern(int layer) {
        return sees(SiteKind.ATTN_PATTERN, layer);
    }

    @Override
    public void pattern(int layer, int head, Rows step, int row, float[] shares, int from, float scale) {
        var position = step.positions[row];
        var slot = owners[row].slots[position];
        if (slot < 0) {
            return;
        }
        for (var s = 0; s < sites.size(); s++) {
            var site = sites.get(s);
            if (site.kind() == SiteKind.ATTN_PATTERN
                    && site.layer() == layer
                    && (site.head() < 0 || site.head() == head)) {
                var into = owners[row].values.get(s)[slot];
                var at = site.head() < 0 ? head * (position + 1) : 0;
                for (var key = from; key <= position; key++) {
                    into[at + key] = shares[key - from] * scale;
                }
            }
        }
    }
}
