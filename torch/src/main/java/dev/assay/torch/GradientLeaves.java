package dev.assay.torch;

import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Marks what passes some sites, so that gradients come back to it. One pass.
final class GradientLeaves implements Watch {

    private record Place(SiteKind kind, int layer) {}

    /// @param from the position of the first key
    private record Pattern(Pass.Run run, int from, Tensor shares) {}

    private final Map<Place, Tensor> rows = new HashMap<>();
    private final Map<Place, List<Pattern>> patterns = new HashMap<>();
    private final List<Site> sites;

    GradientLeaves(List<Site> sites) {
        this.sites = sites;
    }

    private boolean wants(SiteKind kind, int layer) {
        return sites.stream().anyMatch(site -> site.kind() == kind && site.layer() == layer);
    }

    /// What is computed on with: a beginning, or what stands between an earlier site and the loss.
    private static Tensor marked(Tensor values) {
        return values.requires_grad() ? values.view_as(values) : values.detach().set_requires_grad(true);
    }

    @Override
    public Tensor at(SiteKind site, int layer, Pass pass, Tensor values) {
        if (!wants(site, layer)) {
            return values;
        }
        var marked = marked(values);
        rows.put(new Place(site, layer), marked);
        return marked;
    }

    @Override
    public boolean seesPattern(int layer) {
        return wants(SiteKind.ATTN_PATTERN, layer);
    }

    @Override
    public Tensor pattern(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
        var marked = marked(shares);
        patterns.computeIfAbsent(new Place(SiteKind.ATTN_PATTERN, layer), _ -> new ArrayList<>())
                .add(new Pattern(run, from, marked));
        return marked;
    }

    /// The gradients of a loss, `[1]`, at everything that was marked.
    Found gradients(Tensor loss) {
        var inputs = new ArrayList<Tensor>(rows.values());
        patterns.values().forEach(list -> list.forEach(one -> inputs.add(one.shares())));
        var found = new HashMap<Tensor, Tensor>();
        if (!inputs.isEmpty() && loss.requires_grad()) {
            var gradients = torch.grad(
                    new TensorVector(loss),
                    new TensorVector(inputs.toArray(Tensor[]::new)),
                    new TensorVector(),
                    new BoolOptional(),
                    false,
                    true);
            for (var i = 0; i < inputs.size(); i++) {
                var gradient = gradients.get(i);
                if (gradient.defined()) {
                    found.put(inputs.get(i), gradient);
                }
            }
        }
        return new Found(this, found);
    }

    /// What came back.
    static final class Found {
        private final GradientLeaves leaves;
        private final Map<Tensor, Tensor> gradients;
        private final Map<Place, float[][]> read = new HashMap<>();
        private final Map<Tensor, float[]> flat = new HashMap<>();

        private Found(GradientLeaves leaves, Map<Tensor, Tensor> gradients) {
            this.leaves = leaves;
            this.gradients = gradients;
        }

        /// The gradients at a site, a row a row of the pass.
        float[][] rows(Site site, Pass pass) {
            return read.computeIfAbsent(new Place(site.kind(), site.layer()), place -> {
                var values = Objects.requireNonNull(leaves.rows.get(place));
                var width = Math.toIntExact(values.size(1));
                var rows = new float[pass.count()][width];
                var gradient = gradients.get(values);
                if (gradient != null) {
                    var known = TensorRows.of(gradient);
                    var ofWanted = site.kind() == SiteKind.FINAL_NORM;
                    for (var i = 0; i < known.length; i++) {
                        rows[pass.row(i, ofWanted)] = known[i];
                    }
                }
                return rows;
            });
        }

        /// The gradient at how one row attends, of one head or head by head, for the keys up to its own
        /// position.
        float[] pattern(Site site, int row, int position, int heads) {
            var pattern = leaves.patterns.getOrDefault(new Place(site.kind(), site.layer()), List.of()).stream()
                    .filter(one -> row >= one.run().first()
                            && row < one.run().first() + one.run().rows())
                    .findFirst()
                    .orElseThrow();
            var run = pattern.run();
            var keys = position + 1;
            var seen = Math.toIntExact(pattern.shares().size(3));
            var own = new float[(site.head() < 0 ? heads : 1) * keys];
            var gradient = gradients.get(pattern.shares());
            if (gradient != null) {
                var numbers = flat.computeIfAbsent(gradient, TensorRows::flat);
                var sequence = (row - run.first()) / run.count();
                var query = (row - run.first()) % run.count();
                for (var i = 0; i < own.length / keys; i++) {
                    var head = site.head() < 0 ? i : site.head();
                    var at = ((sequence * heads + head) * run.count() + query) * seen;
                    System.arraycopy(numbers, at, own, i * keys + pattern.from(), keys - pattern.from());
                }
            }
            return own;
        }
    }
}
