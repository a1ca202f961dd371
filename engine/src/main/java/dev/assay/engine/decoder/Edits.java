package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.PatternEdits;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.ArrayList;
import java.util.List;

/// Interventions made ready for the decoder: what is to be done at each site, in order. What is done to a row depends
/// on the row, its position and the length of its prompt alone. Immutable; threads share one.
final class Edits implements SiteListener {

    /// Changes the numbers of a row from `first` on.
    @FunctionalInterface
    private interface Change {
        void apply(float[] row, int first, int position, int length);
    }

    /// @param first where in the site's row the head begins
    private record Edit(int first, Positions positions, Change change) {}

    private final List<List<List<Edit>>> edits = new ArrayList<>(); // by kind, by layer + 1

    private final PatternEdits patterns;

    private Edits(DecoderConfig config, PatternEdits patterns) {
        this.patterns = patterns;
        for (var kind : SiteKind.values()) {
            var layers = new ArrayList<List<Edit>>();
            for (var layer = kind.inLayer() ? -1 : config.layerCount() - 1; layer < config.layerCount(); layer++) {
                layers.add(new ArrayList<>());
            }
            edits.add(layers);
        }
    }

    /// What computes these; [SiteListener#NONE] if they change no activation.
    static SiteListener of(List<Intervention> interventions, DecoderConfig config) {
        var patterns = PatternEdits.of(interventions);
        var edits = new Edits(config, patterns);
        var any = patterns != PatternEdits.NONE;
        for (var intervention : interventions) {
            if (!(intervention instanceof Intervention.Adding adding && adding.coefficient() == 0)) {
                for (var site : intervention.sites()) {
                    if (site.kind() != SiteKind.ATTN_PATTERN) {
                        edits.add(site, intervention, config);
                        any = true;
                    }
                }
            }
        }
        return any ? edits : NONE;
    }

    private void add(Site site, Intervention intervention, DecoderConfig config) {
        var first = Math.max(site.head(), 0) * config.headDim();
        edits.get(site.kind().ordinal())
                .get(site.layer() + 1)
                .add(new Edit(first, intervention.positions(), change(intervention)));
    }

    private static Change change(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Adding adding -> add(adding.direction().times(adding.coefficient()));
            case Intervention.Ablating ablating -> ablate(ablating.direction().unit());
            case Intervention.Projecting projecting ->
                project(projecting.direction().unit());
            case Intervention.Replacing replacing -> replace(replacing.values());
            case Intervention.Patching patching -> patch(patching);
            case Intervention.Blocking _ ->
                throw new IllegalArgumentException("Keys are blocked in patterns, not in rows");
            case Intervention.Orthogonalising _ ->
                throw new IllegalArgumentException("Weights are orthogonalised, not activations");
        };
    }

    private static Change add(Direction direction) {
        var values = direction.values();
        return (row, first, _, _) -> {
            for (var i = 0; i < values.length; i++) {
                row[first + i] += values[i];
            }
        };
    }

    private static Change ablate(double[] unit) {
        return (row, first, _, _) -> {
            var along = along(row, first, unit);
            for (var i = 0; i < unit.length; i++) {
                row[first + i] = (float) (row[first + i] - along * unit[i]);
            }
        };
    }

    private static Change project(double[] unit) {
        return (row, first, _, _) -> {
            var along = along(row, first, unit);
            for (var i = 0; i < unit.length; i++) {
                row[first + i] = (float) (along * unit[i]);
            }
        };
    }

    private static double along(float[] row, int first, double[] unit) {
        var sum = 0.0;
        for (var i = 0; i < unit.length; i++) {
            sum += row[first + i] * unit[i];
        }
        return sum;
    }

    private static Change replace(Direction values) {
        var numbers = values.values();
        return (row, first, _, _) -> System.arraycopy(numbers, 0, row, first, numbers.length);
    }

    private static Change patch(Intervention.Patching patching) {
        var offsets = patching.offsets();
        var rows = patching.rows().stream().map(Direction::values).toList();
        return (row, first, position, length) -> {
            for (var i = 0; i < offsets.size(); i++) {
                int offset = offsets.get(i);
                if (position == (offset < 0 ? length + offset : offset)) {
                    System.arraycopy(rows.get(i), 0, row, first, rows.get(i).length);
                }
            }
        };
    }

    @Override
    public PatternEdits patternEdits() {
        return patterns;
    }

    @Override
    public void at(SiteKind site, int layer, Rows rows, float[][] values, int count, int first, int width) {
        for (var edit : edits.get(site.ordinal()).get(layer + 1)) {
            for (var i = 0; i < count; i++) {
                var r = site == SiteKind.FINAL_NORM ? rows.wanted[i] : i;
                if (edit.positions().covers(rows.positions[r], rows.lengths[r])) {
                    edit.change().apply(values[i], first + edit.first(), rows.positions[r], rows.lengths[r]);
                }
            }
        }
    }
}
