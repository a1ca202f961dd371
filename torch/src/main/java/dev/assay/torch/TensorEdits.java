package dev.assay.torch;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.PatternEdits;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Interventions made ready for tensors: what is to be done at each site, in order. What is done to a row depends on
/// the row, its position and the length of its prompt alone. Computed in 32-bit floats, and with gradients where
/// gradients are computed. Immutable; threads share one.
final class TensorEdits implements Watch {

    /// Gives rows with the numbers that an intervention leaves, whichever rows it means.
    @FunctionalInterface
    private interface Change {
        /// @param values `[rows, width]` of 32-bit floats
        /// @param ofWanted whether they are the wanted rows alone
        Tensor apply(Tensor values, Pass pass, boolean ofWanted);
    }

    private record Place(SiteKind kind, int layer) {}

    /// @param head whose part of the row is changed; -1 for all of it
    private record Edit(int head, Positions positions, Change change) {}

    private final Map<Place, List<Edit>> edits = new HashMap<>();
    private final TensorPatterns patterns;
    private final int headDim;

    private TensorEdits(DecoderConfig config, PatternEdits patterns) {
        this.patterns = new TensorPatterns(config, patterns);
        headDim = config.headDim();
    }

    /// What computes these; [Watch#NONE] if they change no activation.
    static Watch of(List<Intervention> interventions, DecoderConfig config) {
        var patterns = PatternEdits.of(interventions);
        var edits = new TensorEdits(config, patterns);
        for (var intervention : interventions) {
            if (!(intervention instanceof Intervention.Adding adding && adding.coefficient() == 0)) {
                for (var site : intervention.sites()) {
                    if (site.kind() != SiteKind.ATTN_PATTERN) {
                        edits.add(site, intervention);
                    }
                }
            }
        }
        return edits.edits.isEmpty() && patterns == PatternEdits.NONE ? NONE : edits;
    }

    private void add(Site site, Intervention intervention) {
        edits.computeIfAbsent(new Place(site.kind(), site.layer()), _ -> new ArrayList<>())
                .add(new Edit(site.head(), intervention.positions(), change(intervention)));
    }

    private static Change change(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Adding adding -> {
                var added = adding.direction().times(adding.coefficient()).values();
                yield (values, _, _) -> values.add(torch.tensor(added));
            }
            case Intervention.Ablating ablating -> {
                var unit = ablating.direction().unit();
                yield (values, _, _) -> values.to(torch.ScalarType.Double)
                        .sub(along(values, unit))
                        .to(torch.ScalarType.Float);
            }
            case Intervention.Projecting projecting -> {
                var unit = projecting.direction().unit();
                yield (values, _, _) -> along(values, unit).to(torch.ScalarType.Float);
            }
            case Intervention.Replacing replacing -> {
                var numbers = replacing.values().values();
                yield (values, _, _) -> torch.tensor(numbers).expand_as(values);
            }
            case Intervention.Patching patching ->
                (values, pass, ofWanted) -> patched(patching, values, pass, ofWanted);
            case Intervention.Blocking _ ->
                throw new IllegalArgumentException("Keys are blocked in patterns, not in rows");
            case Intervention.Orthogonalising _ ->
                throw new IllegalArgumentException("Weights are orthogonalised, not activations");
        };
    }

    /// `(x . d) d`, in 64-bit floats as the plain-Java decoder computes it.
    private static Tensor along(Tensor values, double[] unit) {
        var direction = TensorRows.vector(unit);
        return torch.outer(torch.mv(values.to(torch.ScalarType.Double), direction), direction);
    }

    private static Tensor patched(Intervention.Patching patching, Tensor values, Pass pass, boolean ofWanted) {
        var count = Math.toIntExact(values.size(0));
        var width = Math.toIntExact(values.size(1));
        var numbers = new float[count * width];
        for (var i = 0; i < count; i++) {
            var row = pass.row(i, ofWanted);
            for (var j = 0; j < patching.offsets().size(); j++) {
                if (pass.position(row) == pass.meant(patching.offsets().get(j), row)) {
                    System.arraycopy(patching.rows().get(j).values(), 0, numbers, i * width, width);
                }
            }
        }
        return torch.tensor(numbers).view(count, width);
    }

    @Override
    public Tensor at(SiteKind site, int layer, Pass pass, Tensor values) {
        var result = values;
        for (var edit : edits.getOrDefault(new Place(site, layer), List.of())) {
            result = edited(edit, pass, result, site == SiteKind.FINAL_NORM);
        }
        return result;
    }

    @Override
    public boolean seesPattern(int layer) {
        return patterns.touches(layer);
    }

    @Override
    public Tensor scores(int layer, Pass pass, Pass.Run run, Tensor scores, int from) {
        return patterns.touches(layer) ? patterns.scores(layer, pass, run, scores, from) : scores;
    }

    @Override
    public Tensor pattern(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
        return patterns.touches(layer) ? patterns.shares(layer, pass, run, shares, from) : shares;
    }

    private Tensor edited(Edit edit, Pass pass, Tensor values, boolean ofWanted) {
        var covered = pass.covered(edit.positions(), ofWanted);
        var all = true;
        var any = false;
        for (var one : covered) {
            all &= one;
            any |= one;
        }
        if (!any) {
            return values;
        }
        if (edit.head() < 0) {
            return changed(edit, pass, values, covered, all, ofWanted);
        }
        var first = (long) edit.head() * headDim;
        var part = changed(edit, pass, values.narrow(1, first, headDim), covered, all, ofWanted);
        return torch.slice_scatter(values, part, 1, new LongOptional(first), new LongOptional(first + headDim), 1);
    }

    private static Tensor changed(
            Edit edit, Pass pass, Tensor values, boolean[] covered, boolean all, boolean ofWanted) {
        var type = values.scalar_type();
        var left = edit.change()
                .apply(values.to(torch.ScalarType.Float), pass, ofWanted)
                .to(type);
        if (all) {
            return left;
        }
        var flags = new long[covered.length];
        for (var i = 0; i < flags.length; i++) {
            flags[i] = covered[i] ? 1 : 0;
        }
        return torch.where(torch.tensor(flags).to(torch.ScalarType.Bool).unsqueeze(1), left, values);
    }
}
