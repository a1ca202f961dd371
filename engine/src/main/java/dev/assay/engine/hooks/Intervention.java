package dev.assay.engine.hooks;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.NormPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A change of what a model computes, without a change of the model. Several apply in the order in which they were
/// added: at one site the second sees what the first left. Weights are changed before anything is computed, and keys
/// are blocked before shares of attention are patched, whatever their place in the order.
public sealed interface Intervention {

    /// Where it acts; empty for a change of weights.
    List<Site> sites();

    /// At which tokens.
    Positions positions();

    /// Adds `coefficient * direction`, the direction as long as it is: `x + c d` (activation addition, Turner et al.
    /// 2023). A coefficient of 0 changes no bit.
    record Adding(Site site, Direction direction, double coefficient, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if the coefficient is not finite
        public Adding {
            requireChangeable(site);
            Objects.requireNonNull(positions, "positions");
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException("A coefficient is a finite number, not " + coefficient);
            }
            direction.times(coefficient);
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Takes the part along a direction out: `x - (x . d) d / |d|^2` (directional ablation, Arditi et al. 2024).
    /// The direction's length has no part in it.
    record Ablating(List<Site> sites, Direction direction, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if there is no site or the direction has no length
        public Ablating {
            sites = List.copyOf(sites);
            sites.forEach(Intervention::requireChangeable);
            Objects.requireNonNull(positions, "positions");
            direction.unit();
            if (sites.isEmpty()) {
                throw new IllegalArgumentException("Name at least one site to ablate at");
            }
        }
    }

    /// Keeps the part along a direction alone: `(x . d) d / |d|^2`, what [Ablating] takes out.
    record Projecting(Site site, Direction direction, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if the direction has no length
        public Projecting {
            requireChangeable(site);
            Objects.requireNonNull(positions, "positions");
            direction.unit();
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Puts the same numbers in place of each row: zeros (zero ablation) or a mean (mean ablation).
    record Replacing(Site site, Direction values, Positions positions) implements Intervention {
        public Replacing {
            requireChangeable(site);
            Objects.requireNonNull(values, "values");
            Objects.requireNonNull(positions, "positions");
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Puts rows of another run in place of those at the same positions (activation patching, Meng et al. 2022).
    ///
    /// @param offsets the positions, negative ones from the end of the prompt, each once
    /// @param rows one an offset
    record Patching(Site site, List<Integer> offsets, List<Direction> rows) implements Intervention {
        /// @throws IllegalArgumentException if there is no offset, or not one row for each
        public Patching {
            Objects.requireNonNull(site, "site");
            offsets = List.copyOf(offsets);
            rows = List.copyOf(rows);
            if (offsets.isEmpty()
                    || offsets.size() != rows.size()
                    || offsets.stream().distinct().count() != offsets.size()) {
                throw new IllegalArgumentException("Patching needs offsets, each once, and a row for each");
            }
        }

        /// The rows of a captured run.
        ///
        /// @param positions which; where all are meant, all that were captured. A position counted from the
        ///     end is counted from the end of either prompt.
        /// @throws IllegalArgumentException if the run is not one prompt, or lacks the site or a position
        public static Patching from(Activations run, Site site, Positions positions) {
            if (run.prompts().size() != 1) {
                throw new IllegalArgumentException(
                        "A run is patched from one prompt, not from %d: take one with only(index)"
                                .formatted(run.prompts().size()));
            }
            var prompt = run.prompts().getFirst();
            var offsets = positions.everywhere() ? prompt.positions() : positions.offsets();
            return new Patching(
                    site,
                    offsets,
                    offsets.stream()
                            .map(offset -> Direction.of("", run.row(site, 0, offset)))
                            .toList());
        }

        /// The means of what was captured of attention patterns, position by position: a query at position 7 is given
        /// the mean over the prompts of how their queries at position 7 attended.
        ///
        /// @param positions which; where all are meant, all that every prompt has captured
        /// @throws IllegalArgumentException if the site was not captured, a position was not captured of every
        ///     prompt, or one that counts from the end is another position in another prompt
        public static Patching ofMeans(Activations reference, Site site, Positions positions) {
            var prompts = reference.prompts();
            var offsets = positions.everywhere()
                    ? prompts.getFirst().positions().stream()
                            .filter(position -> prompts.stream()
                                    .allMatch(prompt -> prompt.positions().contains(position)))
                            .toList()
                    : positions.offsets();
            var rows = new ArrayList<Direction>();
            for (var offset : offsets) {
                var captured = IntStream.range(0, prompts.size())
                        .mapToObj(prompt -> reference.row(site, prompt, offset))
                        .toList();
                rows.add(mean(site, offset, captured));
            }
            return new Patching(site, offsets, rows);
        }

        private static Direction mean(Site site, int offset, List<float[]> rows) {
            var mean = new float[rows.getFirst().length];
            for (var i = 0; i < mean.length; i++) {
                var sum = 0.0;
                for (var row : rows) {
                    if (row.length != mean.length) {
                        throw new IllegalArgumentException(
                                "Position %d is not the same in every prompt: rows of %s there have no mean"
                                        .formatted(offset, site));
                    }
                    sum += row[i];
                }
                mean[i] = (float) (sum / rows.size());
            }
            return Direction.of("mean at " + site, mean);
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }

        @Override
        public Positions positions() {
            return new Positions(false, offsets);
        }

        /// The position of the query whose attention a row of an `attn_pattern` tells.
        private int query(Direction row, DecoderConfig config) {
            return row.size() / site.width(config, 0) - 1;
        }

        private void requirePattern(DecoderConfig config) {
            for (var i = 0; i < rows.size(); i++) {
                var row = rows.get(i);
                int offset = offsets.get(i);
                var query = offset < 0 ? query(row, config) : offset;
                if (query < 0 || row.size() != site.width(config, query)) {
                    throw new IllegalArgumentException("The row for position %d has %d numbers, not one a head and key"
                            .formatted(offset, row.size()));
                }
                var begin = config.layers().get(site.layer()).first(query);
                for (var at = 0; at < row.size(); at++) {
                    if (at % (query + 1) < begin && row.values()[at] != 0) {
                        throw new IllegalArgumentException(
                                "The row for position %d attends to position %d, and the window of %s begins at %d"
                                        .formatted(offset, at % (query + 1), site, begin));
                    }
                }
            }
        }

        private void requirePattern(DecoderConfig config, int length) {
            for (var i = 0; i < rows.size(); i++) {
                int offset = offsets.get(i);
                var query = query(rows.get(i), config);
                if (offset < 0 && length + offset != query) {
                    throw new IllegalArgumentException(
                            "The row for position %d is of a query at %d, and in a prompt of %d tokens it is at %d"
                                    .formatted(offset, query, length, length + offset));
                }
            }
        }
    }

    /// Takes keys out of what queries see, as if they were masked: minus infinity in place of their scores, before
    /// the softmax (attention knockout, Geva et al. 2023, section 5). The keys that are left share the attention; a
    /// query to which none is left attends to nothing, and its head gives zeros.
    ///
    /// @param sites `attn_pattern` of layers, or of one head
    /// @param positions the queries
    /// @param keys what they do not see
    record Blocking(List<Site> sites, Positions positions, Positions keys) implements Intervention {
        /// @throws IllegalArgumentException if there is no site, or one is no `attn_pattern`
        public Blocking {
            sites = List.copyOf(sites);
            Objects.requireNonNull(positions, "positions");
            Objects.requireNonNull(keys, "keys");
            if (sites.isEmpty()) {
                throw new IllegalArgumentException("Name at least one attn_pattern in which keys are blocked");
            }
            for (var site : sites) {
                if (site.kind() != SiteKind.ATTN_PATTERN) {
                    throw new IllegalArgumentException("%s has no keys to block: attn_pattern has".formatted(site));
                }
            }
        }
    }

    /// Takes a direction out of all that writes into the residual stream, in a copy of those weights: embeddings,
    /// learned positions, and the output projections of attention and MLP with their biases (weight
    /// orthogonalisation, Arditi et al. 2024). The head stays as it is, where it is tied too.
    record Orthogonalising(Direction direction) implements Intervention {
        /// @throws IllegalArgumentException if the direction has no length
        public Orthogonalising {
            direction.unit();
        }

        @Override
        public List<Site> sites() {
            return List.of();
        }

        @Override
        public Positions positions() {
            return Positions.all();
        }
    }

    /// The directions that are taken out of the weights, in their order.
    static List<Direction> orthogonalised(List<Intervention> interventions) {
        return interventions.stream()
                .filter(Orthogonalising.class::isInstance)
                .map(one -> ((Orthogonalising) one).direction())
                .toList();
    }

    private static void requireChangeable(Site site) {
        if (site.kind() == SiteKind.ATTN_PATTERN) {
            throw new IllegalArgumentException("%s is no vector: zero, average, patch or block it".formatted(site));
        }
    }

    /// Checks that a model has the sites, and that the vectors are as wide as they are.
    ///
    /// @throws IllegalArgumentException if not, or if it orthogonalises a model whose norms lie behind the weights
    default void requireIn(DecoderConfig config) {
        sites().forEach(site -> site.requireIn(config));
        var vectors = new ArrayList<Direction>();
        switch (this) {
            case Adding adding -> vectors.add(adding.direction());
            case Ablating ablating -> vectors.add(ablating.direction());
            case Projecting projecting -> vectors.add(projecting.direction());
            case Replacing replacing -> vectors.add(replacing.values());
            case Patching patching
            when patching.site().kind() == SiteKind.ATTN_PATTERN -> patching.requirePattern(config);
            case Patching patching -> vectors.addAll(patching.rows());
            case Blocking _ -> {}
            case Orthogonalising orthogonalising -> {
                if (config.norm().placement() != NormPlacement.BEFORE) {
                    throw new IllegalArgumentException(
                            "The weights of a %s cannot be orthogonalised, for a norm lies behind them: ablate instead"
                                    .formatted(config.architecture().className()));
                }
                requireWidth("the residual stream", orthogonalising.direction(), config.hiddenSize());
            }
        }
        for (var site : sites()) {
            vectors.forEach(vector -> requireWidth(site.toString(), vector, site.width(config, 0)));
        }
    }

    /// Checks that a prompt has the positions that are meant.
    ///
    /// @param length its tokens
    /// @throws IllegalArgumentException if not, or if a row of an `attn_pattern` is of a query at another position
    default void requireIn(DecoderConfig config, int length) {
        positions().in(length);
        if (this instanceof Blocking blocking) {
            blocking.keys().in(length);
        }
        if (this instanceof Patching patching && patching.site().kind() == SiteKind.ATTN_PATTERN) {
            patching.requirePattern(config, length);
        }
    }

    /// Whether the end of the prompt decides what is done, so that two prompts that begin alike are not changed alike.
    default boolean dependsOnTheEnd() {
        return positions().dependsOnTheEnd()
                || this instanceof Blocking blocking && blocking.keys().dependsOnTheEnd();
    }

    private static void requireWidth(String place, Direction vector, int width) {
        if (vector.size() != width) {
            throw new IllegalArgumentException("The direction '%s' has %d numbers, and %s is %d wide"
                    .formatted(vector.label(), vector.size(), place, width));
        }
    }

    /// What it does, for a reader: `add 4.0 at resid_post.2`.
    default String summary() {
        var at = sites().size() > 3
                ? sites().size() + " sites"
                : sites().stream().map(Site::toString).collect(Collectors.joining(" and "));
        var where = at + (positions().everywhere() ? "" : " at positions " + positions());
        return switch (this) {
            case Adding adding -> "add " + adding.coefficient() + " at " + where;
            case Ablating _ -> "ablate a direction at " + where;
            case Projecting _ -> "project onto a direction at " + where;
            case Replacing _ -> "replace " + where;
            case Patching _ -> "patch " + where;
            case Blocking blocking -> "block keys " + blocking.keys() + " in " + where;
            case Orthogonalising _ -> "orthogonalise the weights";
        };
    }
}
