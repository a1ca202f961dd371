package dev.assay.torch;

import dev.assay.engine.decoder.Depth;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Losses of prompts and how they change with what passes sites, by automatic differentiation. Weights need
/// no gradient, so nothing is kept of what is computed before the first of the sites.
final class LibtorchGradients {

    /// Most rows that are held at once, beyond those of one prompt.
    private static final int ROWS = 1024;

    private final LibtorchForward forward;
    private final Watch edits;
    private final List<Site> sites;

    LibtorchGradients(LibtorchForward forward, Watch edits, List<Site> sites) {
        this.forward = forward;
        this.edits = edits;
        this.sites = List.copyOf(sites);
    }

    /// @param rows one list a site, in it one array a token of the prompt
    record Computed(double loss, List<float[][]> rows) {}

    /// The end of the prompts from `from` on that are computed together.
    int together(List<Loss> losses, List<int[]> prompts, int from) {
        var to = from;
        var rows = 0;
        while (to < prompts.size()) {
            rows += prompts.get(to).length + losses.get(to).continuation().size();
            if (to > from && rows > ROWS) {
                break;
            }
            to++;
        }
        return to;
    }

    /// Where a part of a loss is read.
    ///
    /// @param row among all rows
    private record Read(int prompt, int row, Loss.Part part) {}

    List<Computed> of(List<Loss> losses, List<int[]> prompts) {
        try (var _ = new PointerScope();
                var _ = new AutoGradMode(true)) {
            var sequences = new ArrayList<int[]>();
            var first = new int[prompts.size()];
            var lengths = new int[prompts.size()];
            var reads = new ArrayList<Read>();
            var rows = 0;
            for (var i = 0; i < first.length; i++) {
                first[i] = rows;
                lengths[i] = prompts.get(i).length;
                var behind = losses.get(i).continuation();
                sequences.add(IntStream.concat(
                                IntStream.of(prompts.get(i)), behind.stream().mapToInt(Integer::intValue))
                        .toArray());
                for (var part : losses.get(i).parts(lengths[i])) {
                    reads.add(new Read(i, rows + part.position(), part));
                }
                rows += lengths[i] + behind.size();
            }
            var wanted = new TreeSet<Integer>();
            reads.forEach(read -> wanted.add(read.row()));
            var wantedRows = wanted.stream().mapToInt(Integer::intValue).toArray();
            var pass = Pass.of(sequences, lengths, wantedRows);
            var leaves = new GradientLeaves(sites);
            var logits = forward.logits(pass, Depth.WHOLE, Watch.both(edits, leaves))
                    .orElseThrow()
                    .to(torch.ScalarType.Float);
            var values = new double[prompts.size()];
            var total = total(logits, reads, List.copyOf(wanted), values);
            var gradients = leaves.gradients(total);
            var computed = new ArrayList<Computed>();
            for (var i = 0; i < values.length; i++) {
                var ofSites = new ArrayList<float[][]>();
                for (var site : sites) {
                    ofSites.add(
                            site.kind() == SiteKind.ATTN_PATTERN
                                    ? patterns(gradients, site, first[i], lengths[i])
                                    : rows(gradients.rows(site, pass), site, first[i], lengths[i]));
                }
                computed.add(new Computed(values[i], ofSites));
            }
            return computed;
        }
    }

    /// All losses added up, and each of them into `values`.
    private static Tensor total(Tensor logits, List<Read> reads, List<Integer> wanted, double[] values) {
        var vocabulary = logits.size(1);
        var sum = torch.zeros(1);
        for (var logarithm : new boolean[] {false, true}) {
            var parts = reads.stream()
                    .filter(read -> read.part().logarithm() == logarithm)
                    .toList();
            if (!parts.isEmpty()) {
                var places = new long[parts.size()];
                var factors = new float[parts.size()];
                for (var i = 0; i < places.length; i++) {
                    var read = parts.get(i);
                    places[i] = wanted.indexOf(read.row()) * vocabulary
                            + read.part().token();
                    factors[i] = (float) read.part().factor();
                }
                var numbers = logarithm ? torch.log_softmax(logits, 1) : logits;
                var chosen = torch.index_select(numbers.reshape(-1), 0, torch.tensor(places));
                sum = sum.add(chosen.mul(torch.tensor(factors)).sum());
                var known = TensorRows.flat(chosen.detach());
                for (var i = 0; i < known.length; i++) {
                    values[parts.get(i).prompt()] += parts.get(i).part().factor() * known[i];
                }
            }
        }
        return sum;
    }

    /// The rows of one prompt, of the head that is meant.
    private float[][] rows(float[][] all, Site site, int first, int length) {
        var width = site.width(forward.config(), 0);
        var from = Math.max(site.head(), 0) * forward.config().headDim();
        var rows = new float[length][width];
        for (var i = 0; i < length; i++) {
            System.arraycopy(all[first + i], from, rows[i], 0, width);
        }
        return rows;
    }

    private float[][] patterns(GradientLeaves.Found gradients, Site site, int first, int length) {
        var rows = new float[length][];
        for (var i = 0; i < length; i++) {
            rows[i] = gradients.pattern(site, first + i, i, forward.config().heads());
        }
        return rows;
    }
}
